extension Command {
    /// `ZRANGEBYSCORE key min max [WITHSCORES] [LIMIT offset count]`
    ///
    /// Return a range of members in a sorted set, by score. See <https://redis.io/commands/zrangebyscore/>.
    static let zrangebyscore = Command(
        "zrangebyscore", arity: -4, flags: [.readonly], keys: .one, group: .sortedSet, since: "1.0.5",
        summary: "Return a range of members in a sorted set, by score",
        reply: { call throws(RedisError) in
            try RangeQuery(call, at: 2, kind: .score).reply(call)
        })
}
