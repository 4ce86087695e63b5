extension Command {
    /// `ZRANGE key start stop [BYSCORE|BYLEX] [REV] [LIMIT offset count] [WITHSCORES]`
    ///
    /// Return a range of members in a sorted set. See <https://redis.io/commands/zrange/>.
    static let zrange = Command(
        "zrange", arity: -4, flags: [.readonly], keys: .one, group: .sortedSet, since: "1.2.0",
        summary: "Return a range of members in a sorted set",
        reply: { call throws(RedisError) in
            try RangeQuery(call, at: 2).reply(call)
        })
}
