extension Command {
    /// The `HELP` of a container.
    static func help(_ parent: String, since: String, group: CommandGroup = .server) -> Command {
        Command(
            "\(parent)|help", arity: 2, flags: [.loading, .stale], group: group, since: since,
            summary: "Show helpful text about the different subcommands",
            reply: { call throws(RedisError) in helpReply(Invocation.upperCased(call[0]), helpTexts[parent] ?? "") })
    }
}

/// The lines of a help text, as Redis frames them.
func helpReply(_ name: String, _ text: String) -> RESPValue {
    let first = "\(name) <subcommand> [<arg> [value] [opt] ...]. Subcommands are:"
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    return .array(([first] + lines + ["HELP", "    Prints this help."]).map { .simple($0) })
}
