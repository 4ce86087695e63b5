/// Pushes the words after the key, one after the other; only onto a list that is there if `mustExist`.
func push(_ call: Invocation, _ end: ListEnd, mustExist: Bool = false) throws(RedisError) -> RESPValue {
    let key = call.key(1)
    let list = try call.list(key)
    if list == nil, mustExist { return .integer(0) }
    call.apply(.listPush(key, end, Array(call.rest(from: 2))))
    if let list { return .count(list.items.count) }
    return .count(try call.list(key)?.items.count ?? 0)
}

/// Takes one element, or up to a count of them.
func pop(_ call: Invocation, _ end: ListEnd) throws(RedisError) -> RESPValue {
    if call.count > 3 { throw .wrongArity(call.command.name) }
    let key = call.key(1)
    if call.count == 2 { return try call.popOne(key, end).map { .bulk($0) } ?? .null }
    let count = try call.int(2, or: .notPositive)
    if count < 0 { throw .notPositive }
    guard let list = try call.list(key) else { return .nullArray }
    return .array(call.popSome(key, list, end, count).map { .bulk($0) })
}

extension Invocation {
    /// The outermost element, which is taken from the list; nil without a list.
    func popOne(_ key: Key, _ end: ListEnd) throws(RedisError) -> [UInt8]? {
        guard let list = try list(key) else { return nil }
        return popSome(key, list, end, 1).first
    }

    func popSome(_ key: Key, _ list: List, _ end: ListEnd, _ count: Int) -> [[UInt8]] {
        let total = list.items.count
        let count = min(count, total)
        if count == 0 { return [] }
        let items = end == .left ? list.items.slice(0..<count) : list.items.slice((total - count)..<total).reversed()
        apply(.listPop(key, end, count))
        return items
    }

    /// `LEFT` or `RIGHT` at `index`.
    func listEnd(_ index: Int) throws(RedisError) -> ListEnd {
        let ends: [String: ListEnd] = ["LEFT": .left, "RIGHT": .right]
        guard let end = ends[option(index)] else { throw .syntax }
        return end
    }

    /// Moves one element between lists, which may be the same; nil without the first.
    func moveElement(
        _ source: Key, _ from: ListEnd, _ destination: Key, _ to: ListEnd
    ) throws(RedisError) -> [UInt8]? {
        guard let list = try list(source) else { return nil }
        _ = try self.list(destination)
        guard let item = popSome(source, list, from, 1).first else { return nil }
        apply(.listPush(destination, to, [item]))
        return item
    }

    /// The moment at which a blocking command gives up: seconds at `index`, where 0 is never.
    func deadline(_ index: Int) throws(RedisError) -> Int64? {
        guard let seconds = LongDouble(redisLongBytes: self[index]) else { throw .timeoutNotAFloat }
        if seconds < 0 { throw .negativeTimeout }
        let milliseconds = (seconds * 1000).rounded(.up)
        // What does not fit comes out negative in Redis.
        guard let whole = Int64(exactly: milliseconds) else { throw .negativeTimeout }
        if whole > Int64.max - now { throw .timeoutOutOfRange }
        return whole == 0 ? nil : now + whole
    }
}
