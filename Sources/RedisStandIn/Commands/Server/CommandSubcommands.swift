extension Command {
    /// The subcommands of `COMMAND`. See <https://redis.io/commands/command/>.
    static let command = Command(
        "command", arity: -1, flags: [.loading, .stale], group: .server, since: "2.8.13",
        summary: "Get array of Redis command details",
        subcommands: [
            .commandCount,
            .commandDocs,
            .commandGetkeys,
            .commandGetkeysandflags,
            .help("command", since: "5.0.0", group: .server),
            .commandInfo,
            .commandList,
        ], body: .reply({ call throws(RedisError) in .array(allCommandInfo(call)) }))
}
