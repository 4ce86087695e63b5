extension Command {
    /// `ZUNION numkeys key [key ...] [WEIGHTS weight [WEIGHTS weight ...]] [AGGREGATE SUM|MIN|MAX] [WITHSCORES]`
    ///
    /// Add multiple sorted sets. See <https://redis.io/commands/zunion/>.
    static let zunion = Command(
        "zunion", arity: -3, flags: [.readonly, .movableKeys], group: .sortedSet, since: "6.2.0",
        summary: "Add multiple sorted sets",
        reply: { call throws(RedisError) in
            try ScoreOperation.reply(.union, call)
        })
}
