extension Command {
    /// The subcommands of `COMMAND`. See <https://redis.io/commands/command/>.
    static let command = Command(
        "command", arity: -1, flags: [.loading, .stale], group: .server, since: "2.8.13",
        summary: "Get array of Redis command details",
        subcommands: [
            .commandCount,
            .commandDocs,
            .commandGetkeys,
            Command(
                unsupported: "command|getkeysandflags", arity: -4, group: .server, since: "7.0.0",
                summary: "Extract keys and access flags given a full Redis command",
                reason: "not needed by the clients we know"),
            Command(
                unsupported: "command|help", arity: 2, group: .server, since: "5.0.0",
                summary: "Show helpful text about the different subcommands", reason: "the help text is not kept"),
            .commandInfo,
            .commandList,
        ], body: .reply({ call throws(RedisError) in .array(allCommandInfo(call)) }))
}
