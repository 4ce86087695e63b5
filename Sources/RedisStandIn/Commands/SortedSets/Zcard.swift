extension Command {
    /// `ZCARD key`
    ///
    /// Get the number of members in a sorted set. See <https://redis.io/commands/zcard/>.
    static let zcard = Command(
        "zcard", arity: 2, flags: [.readonly, .fast], keys: .one, group: .sortedSet, since: "1.2.0",
        summary: "Get the number of members in a sorted set",
        reply: { call throws(RedisError) in
            .count(try call.sortedSet(call.key(1))?.count ?? 0)
        })
}
