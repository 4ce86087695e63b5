/// What `COMMAND` answers without a subcommand.
func allCommandInfo(_ call: Invocation) -> [RESPValue] {
    call.engine.table.commands.filter(\.isSupported).map(\.information)
}

extension Command {
    var isSupported: Bool { if case .unsupported = body { false } else { true } }

    /// The access categories that follow from flags and group, in the order of Redis.
    var categories: [String] {
        var categories: [String] = []
        if flags.contains(.write) { categories.append("@write") }
        if flags.contains(.readonly), group != .scripting { categories.append("@read") }
        if let category = Self.categories[group] { categories.append(category) }
        if flags.contains(.admin) { categories.append("@admin") }
        if flags.contains(.fast) { categories.append("@fast") } else { categories.append("@slow") }
        if flags.contains(.blocking) { categories.append("@blocking") }
        if flags.contains(.admin) || Self.dangerous.contains(name) { categories.append("@dangerous") }
        return categories
    }

    private static let categories: [CommandGroup: String] = [
        .generic: "@keyspace", .string: "@string", .bitmap: "@bitmap", .hash: "@hash", .list: "@list", .set: "@set",
        .sortedSet: "@sortedset", .stream: "@stream", .pubsub: "@pubsub", .transactions: "@transaction",
        .connection: "@connection", .scripting: "@scripting", .hyperloglog: "@hyperloglog", .geo: "@geo",
    ]

    private static let dangerous: Set<String> = ["keys", "flushall", "flushdb", "info", "swapdb", "sort", "role"]

    /// One element of `COMMAND INFO`: name, arity, flags, keys, categories, tips, key specifications, subcommands.
    var information: RESPValue {
        let specifications: [RESPValue] =
            keys == .none || flags.contains(.movableKeys)
            ? []
            : [
                .map([
                    .text("flags"), .set([.simple(flags.contains(.write) ? "RW" : "RO"), .simple(access)]),
                    .text("begin_search"),
                    .map([.text("type"), .text("index"), .text("spec"), .map([.text("index"), .count(keys.first)])]),
                    .text("find_keys"),
                    .map([
                        .text("type"), .text("range"), .text("spec"),
                        .map([
                            .text("lastkey"), .count(keys.last < 0 ? keys.last : keys.last - keys.first),
                            .text("keystep"), .count(keys.step), .text("limit"), .integer(0),
                        ]),
                    ]),
                ])
            ]
        return .array([
            .text(name), .count(arity), .set(flags.names.map { .simple($0) }), .count(keys.first), .count(keys.last),
            .count(keys.step), .set(categories.map { .simple($0) }), .set([]), .set(specifications),
            .set(subcommands.filter(\.isSupported).map(\.information)),
        ])
    }

    private var access: String { flags.contains(.write) ? "update" : "access" }

    /// What `COMMAND DOCS` says.
    var documentation: RESPValue {
        var pairs: [RESPValue] = [
            .text("summary"), .text(summary), .text("since"), .text(since), .text("group"), .text(group.rawValue),
        ]
        if !subcommands.isEmpty {
            pairs += [
                .text("subcommands"),
                .map(subcommands.filter(\.isSupported).flatMap { [.text($0.name), $0.documentation] }),
            ]
        }
        return .map(pairs)
    }

    /// The keys among `words`.
    func keys(in words: [[UInt8]]) -> [[UInt8]] {
        if keys == .none || keys.step < 1 { return [] }
        let last = min(keys.last < 0 ? words.count + keys.last : keys.last, words.count - 1)
        return stride(from: keys.first, through: last, by: keys.step).compactMap { index in
            words.indices.contains(index) ? words[index] : nil
        }
    }
}
