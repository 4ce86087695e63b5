extension Command {
    /// `SCARD key`
    ///
    /// Get the number of members in a set. See <https://redis.io/commands/scard/>.
    static let scard = Command(
        "scard", arity: 2, flags: [.readonly, .fast], keys: .one, group: .set, since: "1.0.0",
        summary: "Get the number of members in a set",
        reply: { call throws(RedisError) in
            .count(try call.set(call.key(1))?.members.count ?? 0)
        })
}
