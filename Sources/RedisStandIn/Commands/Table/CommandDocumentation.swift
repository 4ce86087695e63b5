/// What `COMMAND DOCS` of Redis 7.0 says of one command: a line of `commandDocumentation`.
struct CommandDocumentation: Sendable {
    /// `get`, or `xgroup|create`.
    var name: String
    var summary: String
    var complexity: String
    var flags: [String]
    var deprecatedSince: String
    var replacedBy: String
    var arguments: [CommandArgument]
    /// The versions that changed it, and what they changed.
    var history: [(version: String, change: String)]

    init?(line: Substring) {
        let parts = line.split(separator: "|", maxSplits: 7, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 8 else { return nil }
        name = parts[0].replacing(" ", with: "|")
        summary = parts[1]
        complexity = parts[2]
        flags = parts[3].split(separator: ",").map(String.init)
        deprecatedSince = parts[4]
        replacedBy = parts[5]
        var text = parts[6][...]
        arguments = CommandArgument.list(&text)
        history = parts[7].split(separator: ";;").map { entry in
            let words = entry.split(separator: " ", maxSplits: 1)
            return (String(words.first ?? ""), words.count > 1 ? String(words[1]) : "")
        }
    }

    /// By the name of the command; read when somebody first asks.
    static let all: [String: CommandDocumentation] = {
        let lines = commandDocumentation.split(separator: "\n").compactMap { CommandDocumentation(line: $0) }
        return Dictionary(lines.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }()
}

/// One argument of a command, as <https://redis.io/docs/reference/command-arguments/> describes it.
struct CommandArgument: Sendable {
    var name = ""
    var type = ""
    var keySpecification: Int?
    var token: String?
    var since: String?
    var deprecatedSince: String?
    var flags: [String] = []
    var arguments: [CommandArgument] = []

    /// The arguments at the beginning of `text`, each in parentheses; takes them off.
    static func list(_ text: inout Substring) -> [CommandArgument] {
        var found: [CommandArgument] = []
        while text.first == "(" {
            text = text.dropFirst()
            let words = text.prefix { $0 != "(" && $0 != ")" }
            text = text.dropFirst(words.count)
            var argument = CommandArgument(words: words)
            argument.arguments = list(&text)
            if text.first == ")" { text = text.dropFirst() }
            found.append(argument)
        }
        return found
    }

    private init(words: Substring) {
        for (index, word) in words.split(separator: " ").enumerated() {
            let rest = String(word.dropFirst())
            switch (index, word.first) {
            case (0, _): name = String(word)
            case (1, _): type = String(word)
            case (_, "#"): keySpecification = Int(rest)
            case (_, "'"): token = rest
            case (_, "@"): since = rest
            case (_, "~"): deprecatedSince = rest
            case (_, "?"): flags.append("optional")
            case (_, "*"): flags.append("multiple")
            case (_, "+"): flags.append("multiple_token")
            default: break
            }
        }
    }

    var reply: RESPValue {
        var pairs: [RESPValue] = [.text("name"), .text(name), .text("type"), .text(type)]
        if let keySpecification { pairs += [.text("key_spec_index"), .count(keySpecification)] }
        if let token { pairs += [.text("token"), .text(token)] }
        if let since { pairs += [.text("since"), .text(since)] }
        if let deprecatedSince { pairs += [.text("deprecated_since"), .text(deprecatedSince)] }
        if !flags.isEmpty { pairs += [.text("flags"), .set(flags.map { .simple($0) })] }
        if !arguments.isEmpty { pairs += [.text("arguments"), .array(arguments.map(\.reply))] }
        return .map(pairs)
    }
}

extension Command {
    /// What `COMMAND DOCS` says.
    var documentation: RESPValue {
        let known = CommandDocumentation.all[name]
        var pairs: [RESPValue] = [
            .text("summary"), .text(known?.summary ?? summary), .text("since"), .text(since), .text("group"),
            .text(group.rawValue),
        ]
        if let known {
            if !known.complexity.isEmpty { pairs += [.text("complexity"), .text(known.complexity)] }
            if !known.flags.isEmpty { pairs += [.text("doc_flags"), .set(known.flags.map { .simple($0) })] }
            if !known.deprecatedSince.isEmpty {
                pairs += [.text("deprecated_since"), .text(known.deprecatedSince)]
            }
            if !known.replacedBy.isEmpty { pairs += [.text("replaced_by"), .text(known.replacedBy)] }
            if !known.history.isEmpty {
                pairs += [
                    .text("history"), .set(known.history.map { .array([.text($0.version), .text($0.change)]) }),
                ]
            }
            if !known.arguments.isEmpty {
                pairs += [.text("arguments"), .array(known.arguments.map(\.reply))]
            }
        }
        if !subcommands.isEmpty {
            pairs += [
                .text("subcommands"),
                .map(subcommands.filter(\.isSupported).flatMap { [.text($0.name), $0.documentation] }),
            ]
        }
        return .map(pairs)
    }
}
