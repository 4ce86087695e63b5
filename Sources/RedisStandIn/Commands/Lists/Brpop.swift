extension Command {
    /// `BRPOP key [key ...] timeout`
    ///
    /// Remove and get the last element in a list, or block until one is available. See
    /// <https://redis.io/commands/brpop/>.
    static let brpop = Command(
        "brpop", arity: -3, flags: [.write, .noscript, .blocking], keys: KeyPositions(first: 1, last: -2, step: 1),
        group: .list, since: "2.0.0",
        summary: "Remove and get the last element in a list, or block until one is available",
        outcome: { call throws(RedisError) in
            try blockingPop(call, .right)
        })
}
