extension Command {
    /// `SADD key member [member ...]`
    ///
    /// Add one or more members to a set. See <https://redis.io/commands/sadd/>.
    static let sadd = Command(
        "sadd", arity: -3, flags: [.write, .denyoom, .fast], keys: .one, group: .set, since: "1.0.0",
        summary: "Add one or more members to a set",
        reply: { call throws(RedisError) in
            let set = try call.set(call.key(1))
            if call.count == 3 {
                if set?.members.contains(call.key(2)) == true { return .integer(0) }
                call.apply(.setAdd(call.key(1), [call.key(2)]))
                return .integer(1)
            }
            var members: [Key] = []
            var seen: Set<Key> = []
            for member in call.keys(from: 2) where set?.members.contains(member) != true {
                if seen.insert(member).inserted { members.append(member) }
            }
            if !members.isEmpty { call.apply(.setAdd(call.key(1), members)) }
            return .count(members.count)
        })
}
