extension Command {
    /// `CONFIG RESETSTAT`
    ///
    /// Reset the stats returned by INFO. See <https://redis.io/commands/config-resetstat/>.
    static let configResetstat = Command(
        "config|resetstat", arity: 2, flags: [.admin, .noscript, .loading, .stale], group: .server, since: "2.0.0",
        summary: "Reset the stats returned by INFO",
        reply: { call throws(RedisError) in
            call.engine.resetStatistics()
            return .ok
        })
}
