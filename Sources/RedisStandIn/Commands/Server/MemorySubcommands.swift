extension Command {
    /// The subcommands of `MEMORY`. See <https://redis.io/commands/memory/>.
    static let memory = Command(
        "memory", arity: -2, flags: [], group: .server, since: "4.0.0",
        summary: "A container for memory diagnostics commands",
        subcommands: [
            Command(
                unsupported: "memory|doctor", arity: 2, group: .server, since: "4.0.0",
                summary: "Outputs memory problems report", reason: "memory is not measured"),
            Command(
                unsupported: "memory|help", arity: 2, group: .server, since: "4.0.0",
                summary: "Show helpful text about the different subcommands", reason: "the help text is not kept"),
            Command(
                unsupported: "memory|malloc-stats", arity: 2, group: .server, since: "4.0.0",
                summary: "Show allocator internal stats", reason: "memory is not measured"),
            Command(
                unsupported: "memory|purge", arity: 2, group: .server, since: "4.0.0",
                summary: "Ask the allocator to release memory", reason: "memory is not measured"),
            Command(
                unsupported: "memory|stats", arity: 2, group: .server, since: "4.0.0",
                summary: "Show memory usage details", reason: "memory is not measured"),
            .memoryUsage,
        ], body: .container)
}
