extension Command {
    /// `ZDIFF numkeys key [key ...] [WITHSCORES]`
    ///
    /// Subtract multiple sorted sets. See <https://redis.io/commands/zdiff/>.
    static let zdiff = Command(
        "zdiff", arity: -3, flags: [.readonly, .movableKeys], group: .sortedSet, since: "6.2.0",
        summary: "Subtract multiple sorted sets",
        reply: { call throws(RedisError) in
            try ScoreOperation.reply(.difference, call)
        })
}
