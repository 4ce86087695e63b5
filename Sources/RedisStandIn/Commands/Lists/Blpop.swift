extension Command {
    /// `BLPOP key [key ...] timeout`
    ///
    /// Remove and get the first element in a list, or block until one is available. See
    /// <https://redis.io/commands/blpop/>.
    static let blpop = Command(
        "blpop", arity: -3, flags: [.write, .noscript, .blocking], keys: KeyPositions(first: 1, last: -2, step: 1),
        group: .list, since: "2.0.0",
        summary: "Remove and get the first element in a list, or block until one is available",
        outcome: { call throws(RedisError) in
            try blockingPop(call, .left)
        })
}
