/// Union, intersection and difference of sets.
enum SetOperation {
    case union, intersection, difference

    /// The members that `keys` come to; integers in order where every set is one of integers.
    func members(_ keys: [Key], _ call: Invocation) throws(RedisError) -> [Key] {
        var sets: [MemberSet?] = []
        for key in keys { sets.append(try call.set(key)) }
        let result: [Key]
        switch self {
        case .union:
            var union = OrderedMap<Void>()
            for set in sets { for member in set?.ordered ?? [] { union.set((), for: member) } }
            result = union.elements.map(\.key)
        case .intersection:
            // Redis goes through the smallest set and looks its members up in the others.
            let present = sets.compactMap(\.self).sorted { $0.members.count < $1.members.count }
            if present.count < sets.count { return [] }
            result =
                present.first?.ordered.filter { member in
                    present.dropFirst().allSatisfy { $0.members.contains(member) }
                } ?? []
        case .difference:
            result =
                (sets.first ?? nil)?.ordered.filter { member in
                    !sets.dropFirst().contains { $0?.members.contains(member) == true }
                } ?? []
        }
        let numbers = result.compactMap { Int64(redisBytes: $0.bytes) }
        guard numbers.count == result.count else { return result }
        return zip(numbers, result).sorted { $0.0 < $1.0 }.map(\.1)
    }

    func reply(_ call: Invocation) throws(RedisError) -> RESPValue {
        .set(try members(call.keys(from: 1), call).map { .bulk($0.bytes) })
    }

    /// Puts the result into the first key and answers how many members it has.
    func store(_ call: Invocation) throws(RedisError) -> RESPValue {
        let result = try members(call.keys(from: 2), call)
        if call.exists(call.key(1)) { call.apply(.delete(call.key(1))) }
        if !result.isEmpty { call.apply(.setAdd(call.key(1), result)) }
        return .count(result.count)
    }
}
