extension Command {
    /// The subcommands of `OBJECT`. See <https://redis.io/commands/object/>.
    static let object = Command(
        "object", arity: -2, flags: [], group: .generic, since: "2.2.3",
        summary: "A container for object introspection commands",
        subcommands: [
            .objectEncoding,
            .objectFreq,
            .help("object", since: "6.2.0", group: .generic),
            .objectIdletime,
            .objectRefcount,
        ], body: .container)
}
