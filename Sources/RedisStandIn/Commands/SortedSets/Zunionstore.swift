extension Command {
    /// `ZUNIONSTORE destination numkeys key [key ...] [WEIGHTS weight [WEIGHTS weight ...]] [AGGREGATE SUM|MIN|MAX]`
    ///
    /// Add multiple sorted sets and store the resulting sorted set in a new key. See
    /// <https://redis.io/commands/zunionstore/>.
    static let zunionstore = Command(
        "zunionstore", arity: -4, flags: [.write, .denyoom, .movableKeys], keys: .one, group: .sortedSet,
        since: "2.0.0",
        summary: "Add multiple sorted sets and store the resulting sorted set in a new key",
        reply: { call throws(RedisError) in
            try ScoreOperation.store(.union, call)
        })
}
