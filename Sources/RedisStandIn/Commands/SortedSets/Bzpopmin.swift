extension Command {
    /// `BZPOPMIN key [key ...] timeout`
    ///
    /// Remove and return the member with the lowest score from one or more sorted sets, or block until one is
    /// available. See <https://redis.io/commands/bzpopmin/>.
    static let bzpopmin = Command(
        "bzpopmin", arity: -3, flags: [.write, .noscript, .blocking, .fast],
        keys: KeyPositions(first: 1, last: -2, step: 1), group: .sortedSet, since: "5.0.0",
        summary:
            "Remove and return the member with the lowest score from one or more sorted sets, or block until one is available",
        outcome: { call throws(RedisError) in
            try ScoreEnd.lowest.blockingReply(call)
        })
}
