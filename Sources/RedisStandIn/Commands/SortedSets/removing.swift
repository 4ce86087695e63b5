/// Removes the elements whose ranks `ranks` gives, and answers how many there were.
func removeRange(_ call: Invocation, _ ranks: (SortedSet) -> Range<Int>?) throws(RedisError) -> RESPValue {
    guard let set = try call.sortedSet(call.key(1)), let ranks = ranks(set), !ranks.isEmpty else { return .integer(0) }
    call.apply(.sortedSetRemove(call.key(1), set.order.slice(ranks).map(\.member)))
    return .count(ranks.count)
}

/// Which end of a sorted set is taken from.
enum ScoreEnd {
    case lowest, highest

    /// Takes up to `count` elements.
    func pop(_ key: Key, _ set: SortedSet, _ count: Int, _ call: Invocation) -> [SortedSet.Element] {
        let count = min(count, set.count)
        let elements =
            self == .lowest
            ? set.order.slice(0..<count) : set.order.slice((set.count - count)..<set.count).reversed()
        if !elements.isEmpty { call.apply(.sortedSetRemove(key, elements.map(\.member))) }
        return elements
    }

    /// `ZPOPMIN` and `ZPOPMAX`.
    func reply(_ call: Invocation) throws(RedisError) -> RESPValue {
        if call.count > 3 { throw .wrongArity(call.command.name) }
        var count = 1
        if call.count == 3 {
            count = try call.int(2, or: .notPositive)
            if count < 0 { throw .notPositive }
        }
        guard let set = try call.sortedSet(call.key(1)) else { return .array([]) }
        let elements = pop(call.key(1), set, count, call)
        if call.count == 3 { return scoredReply(elements, withScores: true) }
        return .array(elements.flatMap { [.bulk($0.member.bytes), .double($0.score)] })
    }

    /// `BZPOPMIN` and `BZPOPMAX`.
    func blockingReply(_ call: Invocation) throws(RedisError) -> Outcome {
        let deadline = try call.deadline(call.count - 1)
        let keys = (1..<(call.count - 1)).map { call.key($0) }
        let take: (Invocation, Key) -> RESPValue? = { call, key in
            guard case .sortedSet(let set)? = call.entry(key)?.value,
                let element = pop(key, set, 1, call).first
            else { return nil }
            return .array([.bulk(key.bytes), .bulk(element.member.bytes), .double(element.score)])
        }
        for key in keys where try call.sortedSet(key) != nil {
            if let reply = take(call, key) { return .reply(reply) }
        }
        return .wait(
            WaitRequest(keys: keys, deadline: deadline, timeoutReply: .nullArray) { call, key in take(call, key) })
    }
}

/// The keys, end and count of `ZMPOP` and `BZMPOP`, from `index` on.
func multipleScorePopOptions(
    _ call: Invocation, at index: Int
) throws(RedisError) -> (keys: [Key], end: ScoreEnd, count: Int) {
    let number = try call.int(index, or: .keyCountNotPositive)
    if number < 1 { throw .keyCountNotPositive }
    let place = index.addingReportingOverflow(number)
    guard !place.overflow, place.partialValue + 1 < call.count else { throw .syntax }
    let keys = ((index + 1)...place.partialValue).map { call.key($0) }
    let ends: [String: ScoreEnd] = ["MIN": .lowest, "MAX": .highest]
    guard let end = ends[call.option(place.partialValue + 1)] else { throw .syntax }
    var count = 1
    let options = place.partialValue + 2
    if options < call.count {
        guard call.option(options) == "COUNT", call.count == options + 2 else { throw .syntax }
        count = try call.int(options + 1, or: .countNotPositive)
        if count < 1 { throw .countNotPositive }
    }
    return (keys, end, count)
}

/// What `ZMPOP` takes from the first of `keys` that has something; nil when none has.
func popMultipleScores(
    _ call: Invocation, _ keys: [Key], _ end: ScoreEnd, _ count: Int
) throws(RedisError) -> RESPValue? {
    for key in keys {
        guard let set = try call.sortedSet(key) else { continue }
        let elements = end.pop(key, set, count, call)
        return .array([
            .bulk(key.bytes), .array(elements.map { .array([.bulk($0.member.bytes), .double($0.score)]) }),
        ])
    }
    return nil
}
