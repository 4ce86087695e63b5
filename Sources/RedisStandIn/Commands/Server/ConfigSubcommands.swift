extension Command {
    /// The subcommands of `CONFIG`. See <https://redis.io/commands/config/>.
    static let config = Command(
        "config", arity: -2, flags: [], group: .server, since: "2.0.0",
        summary: "A container for server configuration commands",
        subcommands: [
            .configGet,
            Command(
                unsupported: "config|help", arity: 2, group: .server, since: "5.0.0",
                summary: "Show helpful text about the different subcommands", reason: "the help text is not kept"),
            .configResetstat,
            Command(
                unsupported: "config|rewrite", arity: 2, group: .server, since: "2.8.0",
                summary: "Rewrite the configuration file with the in memory configuration",
                reason: "there is no configuration file"),
            .configSet,
        ], body: .container)
}
