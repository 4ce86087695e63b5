extension Command {
    /// The subcommands of `XGROUP`. See <https://redis.io/commands/xgroup/>.
    static let xgroup = Command(
        "xgroup", arity: -2, flags: [], group: .stream, since: "5.0.0",
        summary: "A container for consumer groups commands",
        subcommands: [
            .xgroupCreate,
            .xgroupCreateconsumer,
            .xgroupDelconsumer,
            .xgroupDestroy,
            Command(
                unsupported: "xgroup|help", arity: 2, group: .stream, since: "5.0.0",
                summary: "Show helpful text about the different subcommands", reason: "the help text is not kept"),
            .xgroupSetid,
        ], body: .container)
}
