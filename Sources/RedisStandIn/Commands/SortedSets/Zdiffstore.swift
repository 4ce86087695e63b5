extension Command {
    /// `ZDIFFSTORE destination numkeys key [key ...]`
    ///
    /// Subtract multiple sorted sets and store the resulting sorted set in a new key. See
    /// <https://redis.io/commands/zdiffstore/>.
    static let zdiffstore = Command(
        "zdiffstore", arity: -4, flags: [.write, .denyoom, .movableKeys], keys: .one, group: .sortedSet, since: "6.2.0",
        summary: "Subtract multiple sorted sets and store the resulting sorted set in a new key",
        reply: { call throws(RedisError) in
            try ScoreOperation.store(.difference, call)
        })
}
