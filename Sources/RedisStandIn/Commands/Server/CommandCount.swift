extension Command {
    /// `COMMAND COUNT`
    ///
    /// Get total number of Redis commands. See <https://redis.io/commands/command-count/>.
    static let commandCount = Command(
        "command|count", arity: 2, flags: [.loading, .stale], group: .server, since: "2.8.13",
        summary: "Get total number of Redis commands",
        reply: { call throws(RedisError) in
            .count(call.engine.table.commands.count { $0.isSupported })
        })
}
