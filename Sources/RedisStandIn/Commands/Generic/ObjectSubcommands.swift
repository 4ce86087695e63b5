extension Command {
    /// The subcommands of `OBJECT`. See <https://redis.io/commands/object/>.
    static let object = Command(
        "object", arity: -2, flags: [], group: .generic, since: "2.2.3",
        summary: "A container for object introspection commands",
        subcommands: [
            .objectEncoding,
            .objectFreq,
            Command(
                unsupported: "object|help", arity: 2, group: .generic, since: "6.2.0",
                summary: "Show helpful text about the different subcommands", reason: "the help text is not kept"),
            .objectIdletime,
            .objectRefcount,
        ], body: .container)
}
