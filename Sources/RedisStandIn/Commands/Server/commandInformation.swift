/// What `COMMAND` answers without a subcommand.
func allCommandInfo(_ call: Invocation) -> [RESPValue] {
    call.engine.table.commands.filter(\.isSupported).map(\.information)
}

extension Command {
    var isSupported: Bool { if case .unsupported = body { false } else { true } }

    /// The access categories, with `@`.
    var categories: [String] { facts?.categories ?? [] }

    /// One element of `COMMAND INFO`: name, arity, flags, keys, categories, tips, key specifications, subcommands.
    var information: RESPValue {
        .array([
            .text(name), .count(arity), .set((facts?.flagNames ?? flags.names).map { .simple($0) }),
            .count(keys.first), .count(keys.last), .count(keys.step), .set(categories.map { .simple($0) }),
            .set((facts?.tips ?? []).map { .text($0) }),
            .set((facts?.keySpecifications ?? []).map(\.reply)),
            // Redis has an empty set for no subcommands, and an array of some.
            subcommands.isEmpty ? .set([]) : .array(subcommands.filter(\.isSupported).map(\.information)),
        ])
    }
}
