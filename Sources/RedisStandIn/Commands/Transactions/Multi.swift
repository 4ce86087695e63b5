extension Command {
    /// `MULTI`
    ///
    /// Mark the start of a transaction block. See <https://redis.io/commands/multi/>.
    static let multi = Command(
        "multi", arity: 1, flags: [.noscript, .loading, .stale, .fast, .allowBusy], group: .transactions,
        since: "1.2.0",
        summary: "Mark the start of a transaction block",
        reply: { call throws(RedisError) in
            if call.client.transaction != nil { throw .nestedMulti }
            call.client.transaction = Client.Transaction()
            return .ok
        })
}
