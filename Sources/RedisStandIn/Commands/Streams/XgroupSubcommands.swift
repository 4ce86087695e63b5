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
            .help("xgroup", since: "5.0.0", group: .stream),
            .xgroupSetid,
        ], body: .container)
}
