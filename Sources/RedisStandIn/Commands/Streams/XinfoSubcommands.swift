extension Command {
    /// The subcommands of `XINFO`. See <https://redis.io/commands/xinfo/>.
    static let xinfo = Command(
        "xinfo", arity: -2, flags: [], group: .stream, since: "5.0.0",
        summary: "A container for stream introspection commands",
        subcommands: [
            .xinfoConsumers,
            .xinfoGroups,
            .help("xinfo", since: "5.0.0", group: .stream),
            .xinfoStream,
        ], body: .container)
}
