extension Command {
    /// `ZREVRANGEBYSCORE key max min [WITHSCORES] [LIMIT offset count]`
    ///
    /// Return a range of members in a sorted set, by score, with scores ordered from high to low. See
    /// <https://redis.io/commands/zrevrangebyscore/>.
    static let zrevrangebyscore = Command(
        "zrevrangebyscore", arity: -4, flags: [.readonly], keys: .one, group: .sortedSet, since: "2.2.0",
        summary: "Return a range of members in a sorted set, by score, with scores ordered from high to low",
        reply: { call throws(RedisError) in
            try RangeQuery(call, at: 2, kind: .score, isReversed: true).reply(call)
        })
}
