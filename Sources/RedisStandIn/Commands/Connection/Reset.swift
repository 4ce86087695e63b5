extension Command {
    /// `RESET`
    ///
    /// Reset the connection. See <https://redis.io/commands/reset/>.
    static let reset = Command(
        "reset", arity: 1, flags: [.noscript, .loading, .stale, .fast, .noAuth, .allowBusy], group: .connection,
        since: "6.2.0",
        summary: "Reset the connection",
        reply: { call throws(RedisError) in
            resetState(of: call.client, call.engine)
            return .simple("RESET")
        })
}
