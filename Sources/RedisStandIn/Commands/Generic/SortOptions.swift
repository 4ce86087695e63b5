/// What `SORT` and `SORT_RO` are asked for.
struct SortOptions {
    var by: [UInt8]?
    var gets: [[UInt8]] = []
    var offset = 0
    var limit: Int?
    var isDescending = false
    var isAlphabetic = false
    var destination: Key?

    init(_ call: Invocation, allowsStore: Bool) throws(RedisError) {
        var index = 2
        while index < call.count {
            let rest = call.count - index - 1
            switch call.option(index) {
            case "ASC": isDescending = false
            case "DESC": isDescending = true
            case "ALPHA": isAlphabetic = true
            case "LIMIT" where rest >= 2:
                offset = max(0, try call.int(index + 1))
                let count = try call.int(index + 2)
                limit = count < 0 ? nil : count
                index += 2
            case "STORE" where rest >= 1 && allowsStore:
                destination = call.key(index + 1)
                index += 1
            case "BY" where rest >= 1:
                by = call[index + 1]
                index += 1
            case "GET" where rest >= 1:
                gets.append(call[index + 1])
                index += 1
            default: throw .syntax
            }
            index += 1
        }
    }

    /// The weight that is looked up; nil when `BY` has no star, which means: do not sort.
    var doesSort: Bool { by.map { $0.contains(UInt8(ascii: "*")) } ?? true }
}

/// What `pattern` with `element` in the place of its star leads to: `#`, a string key, or a field after `->`.
private func lookUp(_ pattern: [UInt8], _ element: [UInt8], _ call: Invocation) -> [UInt8]? {
    if pattern == [UInt8(ascii: "#")] { return element }
    guard let star = pattern.firstIndex(of: UInt8(ascii: "*")) else { return nil }
    var name = Array(pattern[..<star]) + element
    let rest = Array(pattern[(star + 1)...])
    if let arrow = rest.firstRange(of: Array("->".utf8)), arrow.upperBound < rest.count {
        name += rest[..<arrow.lowerBound]
        guard case .hash(let hash)? = call.entry(Key(name))?.value else { return nil }
        return hash.fields[Key(Array(rest[arrow.upperBound...]))]
    }
    guard case .string(let value)? = call.entry(Key(name + rest))?.value else { return nil }
    return value
}

/// `SORT` and `SORT_RO`: the elements of a list, set or sorted set in order.
func sortedElements(_ call: Invocation, _ options: SortOptions) throws(RedisError) -> RESPValue {
    var elements: [[UInt8]]
    var isSet = false
    switch call.entry(call.key(1))?.value {
    case nil: elements = []
    case .list(let list)?: elements = list.items.elements
    case .set(let set)?:
        elements = set.ordered.map(\.bytes)
        isSet = true
    case .sortedSet(let set)?:
        elements = set.order.elements.map(\.member.bytes)
        if !options.doesSort, options.isDescending { elements.reverse() }
    case .string?, .hash?, .stream?: throw .wrongType
    }
    var options = options
    if !options.doesSort, options.destination != nil || call.client.isScript, isSet {
        // The order of a set means nothing: what is kept, or seen by a script, must not depend on it.
        options.by = nil
        options.isAlphabetic = true
    }
    if options.doesSort {
        var weighted: [(element: [UInt8], text: [UInt8], number: Double)] = []
        for element in elements {
            let weight = options.by.map { lookUp($0, element, call) } ?? element
            var number = 0.0
            if !options.isAlphabetic, let weight {
                guard let value = Double(redisBytes: weight) else {
                    throw RedisError("ERR One or more scores can't be converted into double")
                }
                number = value
            }
            weighted.append((element, weight ?? [], number))
        }
        weighted.sort { left, right in
            let (first, second) = options.isDescending ? (right, left) : (left, right)
            if options.isAlphabetic {
                if first.text != second.text { return first.text.lexicographicallyPrecedes(second.text) }
            } else if first.number != second.number {
                return first.number < second.number
            }
            return !options.isAlphabetic && first.element.lexicographicallyPrecedes(second.element)
        }
        elements = weighted.map(\.element)
    }
    elements = Array(elements.dropFirst(options.offset))
    if let limit = options.limit { elements = Array(elements.prefix(limit)) }
    var replies: [RESPValue] = []
    var stored: [[UInt8]] = []
    for element in elements {
        for pattern in options.gets.isEmpty ? [[UInt8(ascii: "#")]] : options.gets {
            let value = lookUp(pattern, element, call)
            replies.append(value.map { .bulk($0) } ?? .null)
            stored.append(value ?? [])
        }
    }
    guard let destination = options.destination else { return .array(replies) }
    if call.exists(destination) { call.apply(.delete(destination)) }
    if !stored.isEmpty { call.apply(.list(destination, stored)) }
    return .count(stored.count)
}
