extension Command {
    /// `SPOP key [count]`
    ///
    /// Remove and return one or multiple random members from a set. See <https://redis.io/commands/spop/>.
    static let spop = Command(
        "spop", arity: -2, flags: [.write, .fast], keys: .one, group: .set, since: "1.0.0",
        summary: "Remove and return one or multiple random members from a set",
        reply: { call throws(RedisError) in
            if call.count > 3 { throw .syntax }
            let key = call.key(1)
            if call.count == 2 {
                guard let member = try call.set(key)?.members.randomElement({ call.random(below: $0) })?.key else {
                    return .null
                }
                call.apply(.setRemove(key, [member]))
                return .bulk(member.bytes)
            }
            let count = try call.integer(2, or: .notPositive)
            if count < 0 { throw .notPositive }
            guard let set = try call.set(key) else { return .set([]) }
            let members = randomElements(set.members, count, call).map(\.0)
            if !members.isEmpty { call.apply(.setRemove(key, members)) }
            return .set(members.map { .bulk($0.bytes) })
        })
}
