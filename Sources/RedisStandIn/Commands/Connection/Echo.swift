extension Command {
    /// `ECHO message`
    ///
    /// Echo the given string. See <https://redis.io/commands/echo/>.
    static let echo = Command(
        "echo", arity: 2, flags: [.loading, .stale, .fast], group: .connection, since: "1.0.0",
        summary: "Echo the given string",
        reply: { call throws(RedisError) in
            .bulk(call[1])
        })
}
