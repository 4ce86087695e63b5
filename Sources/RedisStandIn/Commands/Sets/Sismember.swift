extension Command {
    /// `SISMEMBER key member`
    ///
    /// Determine if a given value is a member of a set. See <https://redis.io/commands/sismember/>.
    static let sismember = Command(
        "sismember", arity: 3, flags: [.readonly, .fast], keys: .one, group: .set, since: "1.0.0",
        summary: "Determine if a given value is a member of a set",
        reply: { call throws(RedisError) in
            .integer(try call.set(call.key(1))?.members.contains(call.key(2)) == true ? 1 : 0)
        })
}
