extension Command {
    /// `SRANDMEMBER key [count]`
    ///
    /// Get one or multiple random members from a set. See <https://redis.io/commands/srandmember/>.
    static let srandmember = Command(
        "srandmember", arity: -2, flags: [.readonly], keys: .one, group: .set, since: "1.0.0",
        summary: "Get one or multiple random members from a set",
        reply: { call throws(RedisError) in
            if call.count > 3 { throw .syntax }
            if call.count == 2 {
                let member = try call.set(call.key(1))?.members.randomElement { call.random(below: $0) }
                return member.map { .bulk($0.key.bytes) } ?? .null
            }
            let count = try randomCount(call)
            guard let set = try call.set(call.key(1)) else { return .array([]) }
            return .array(randomElements(set.members, count, call).map { .bulk($0.0.bytes) })
        })
}
