extension Command {
    /// `ZINTER numkeys key [key ...] [WEIGHTS weight [WEIGHTS weight ...]] [AGGREGATE SUM|MIN|MAX] [WITHSCORES]`
    ///
    /// Intersect multiple sorted sets. See <https://redis.io/commands/zinter/>.
    static let zinter = Command(
        "zinter", arity: -3, flags: [.readonly, .movableKeys], group: .sortedSet, since: "6.2.0",
        summary: "Intersect multiple sorted sets",
        reply: { call throws(RedisError) in
            try ScoreOperation.reply(.intersection, call)
        })
}
