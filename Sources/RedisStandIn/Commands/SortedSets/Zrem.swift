extension Command {
    /// `ZREM key member [member ...]`
    ///
    /// Remove one or more members from a sorted set. See <https://redis.io/commands/zrem/>.
    static let zrem = Command(
        "zrem", arity: -3, flags: [.write, .fast], keys: .one, group: .sortedSet, since: "1.2.0",
        summary: "Remove one or more members from a sorted set",
        reply: { call throws(RedisError) in
            guard let set = try call.sortedSet(call.key(1)) else { return .integer(0) }
            var members: [Key] = []
            for member in call.keys(from: 2) where set.scores.contains(member) && !members.contains(member) {
                members.append(member)
            }
            if !members.isEmpty { call.apply(.sortedSetRemove(call.key(1), members)) }
            return .count(members.count)
        })
}
