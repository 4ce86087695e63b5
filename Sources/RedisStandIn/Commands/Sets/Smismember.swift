extension Command {
    /// `SMISMEMBER key member [member ...]`
    ///
    /// Returns the membership associated with the given elements for a set. See
    /// <https://redis.io/commands/smismember/>.
    static let smismember = Command(
        "smismember", arity: -3, flags: [.readonly, .fast], keys: .one, group: .set, since: "6.2.0",
        summary: "Returns the membership associated with the given elements for a set",
        reply: { call throws(RedisError) in
            let set = try call.set(call.key(1))
            return .array(call.keys(from: 2).map { .integer(set?.members.contains($0) == true ? 1 : 0) })
        })
}
