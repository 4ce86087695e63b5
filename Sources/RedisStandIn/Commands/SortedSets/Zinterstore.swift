extension Command {
    /// `ZINTERSTORE destination numkeys key [key ...] [WEIGHTS weight [WEIGHTS weight ...]] [AGGREGATE SUM|MIN|MAX]`
    ///
    /// Intersect multiple sorted sets and store the resulting sorted set in a new key. See
    /// <https://redis.io/commands/zinterstore/>.
    static let zinterstore = Command(
        "zinterstore", arity: -4, flags: [.write, .denyoom, .movableKeys], keys: .one, group: .sortedSet,
        since: "2.0.0",
        summary: "Intersect multiple sorted sets and store the resulting sorted set in a new key",
        reply: { call throws(RedisError) in
            try ScoreOperation.store(.intersection, call)
        })
}
