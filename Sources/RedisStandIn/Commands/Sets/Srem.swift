extension Command {
    /// `SREM key member [member ...]`
    ///
    /// Remove one or more members from a set. See <https://redis.io/commands/srem/>.
    static let srem = Command(
        "srem", arity: -3, flags: [.write, .fast], keys: .one, group: .set, since: "1.0.0",
        summary: "Remove one or more members from a set",
        reply: { call throws(RedisError) in
            guard let set = try call.set(call.key(1)) else { return .integer(0) }
            var members: [Key] = []
            for member in call.keys(from: 2) where set.members.contains(member) && !members.contains(member) {
                members.append(member)
            }
            if !members.isEmpty { call.apply(.setRemove(call.key(1), members)) }
            return .count(members.count)
        })
}
