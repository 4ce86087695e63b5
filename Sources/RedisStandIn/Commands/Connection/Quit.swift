extension Command {
    /// `QUIT`
    ///
    /// Close the connection. See <https://redis.io/commands/quit/>.
    static let quit = Command(
        "quit", arity: -1, flags: [.noscript, .loading, .stale, .fast, .noAuth, .allowBusy], group: .connection,
        since: "1.0.0",
        summary: "Close the connection",
        outcome: { call throws(RedisError) in
            .close(.ok)
        })
}
