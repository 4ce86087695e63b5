extension Command {
    /// `ZREVRANGE key start stop [WITHSCORES]`
    ///
    /// Return a range of members in a sorted set, by index, with scores ordered from high to low. See
    /// <https://redis.io/commands/zrevrange/>.
    static let zrevrange = Command(
        "zrevrange", arity: -4, flags: [.readonly], keys: .one, group: .sortedSet, since: "1.2.0",
        summary: "Return a range of members in a sorted set, by index, with scores ordered from high to low",
        reply: { call throws(RedisError) in
            try RangeQuery(call, at: 2, kind: .rank, isReversed: true).reply(call)
        })
}
