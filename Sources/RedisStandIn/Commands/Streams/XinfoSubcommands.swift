extension Command {
    /// The subcommands of `XINFO`. See <https://redis.io/commands/xinfo/>.
    static let xinfo = Command(
        "xinfo", arity: -2, flags: [], group: .stream, since: "5.0.0",
        summary: "A container for stream introspection commands",
        subcommands: [
            .xinfoConsumers,
            .xinfoGroups,
            Command(
                unsupported: "xinfo|help", arity: 2, group: .stream, since: "5.0.0",
                summary: "Show helpful text about the different subcommands", reason: "the help text is not kept"),
            .xinfoStream,
        ], body: .container)
}
