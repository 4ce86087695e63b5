/// One set of permissions of a user: commands, keys and channels.
struct AccessSelector {
    struct KeyPattern: Equatable {
        var pattern: [UInt8]
        var mayRead: Bool
        var mayWrite: Bool

        var text: String {
            let mark = mayRead && mayWrite ? "~" : mayRead ? "%R~" : "%W~"
            return mark + String(decoding: pattern, as: UTF8.self)
        }
    }

    var allowsAllKeys = false
    var allowsAllChannels = false
    /// `+@all` came last: commands that do not exist yet are allowed too.
    var allowsFutureCommands = false
    var keys: [KeyPattern] = []
    var channels: [[UInt8]] = []
    /// By the index of a command.
    private(set) var allowed: [Bool]
    /// First arguments with which a command that is not allowed may still be used, by its index.
    private(set) var firstArguments: [Int: [String]] = [:]

    /// The categories in the order of Redis.
    static let categories = [
        "keyspace", "read", "write", "set", "sortedset", "list", "hash", "string", "bitmap", "hyperloglog", "geo",
        "stream", "pubsub", "admin", "fast", "slow", "blocking", "dangerous", "connection", "transaction", "scripting",
    ]

    init(table: CommandTable) { allowed = Array(repeating: false, count: Command.count) }

    func allows(_ command: Command) -> Bool { allowsFutureCommands && isUniform || allowed[command.ordinal] }

    var allowsEverything: Bool { allowsAllKeys && allowsAllChannels && isUniform }

    /// Nothing was taken away since `+@all`.
    private var isUniform: Bool { allowsFutureCommands && !hasExceptions }
    private var hasExceptions = false

    // MARK: - Rules

    mutating func apply(_ rule: [UInt8], table: CommandTable) throws(AccessRuleError) {
        let text = String(decoding: rule, as: UTF8.self)
        let rest = Array(rule.dropFirst())
        switch text.lowercased() {
        case "allkeys", "~*":
            allowsAllKeys = true
            keys = []
        case "resetkeys":
            allowsAllKeys = false
            keys = []
        case "allchannels", "&*":
            allowsAllChannels = true
            channels = []
        case "resetchannels":
            allowsAllChannels = false
            channels = []
        case "allcommands", "+@all": setAll(true)
        case "nocommands", "-@all": setAll(false)
        default:
            switch rule.first {
            case UInt8(ascii: "~"), UInt8(ascii: "%"): try addKeys(rule)
            case UInt8(ascii: "&"):
                if allowsAllChannels { throw .channelsAfterAll }
                try Self.checkSpaces(rest)
                if !channels.contains(rest) { channels.append(rest) }
            case UInt8(ascii: "+"), UInt8(ascii: "-"):
                try changeCommands(String(text.dropFirst()), to: rule.first == UInt8(ascii: "+"), table)
            default: throw .syntax
            }
        }
    }

    private mutating func setAll(_ value: Bool) {
        allowsFutureCommands = value
        hasExceptions = false
        for index in allowed.indices { allowed[index] = value }
        firstArguments = [:]
    }

    private static func checkSpaces(_ text: [UInt8]) throws(AccessRuleError) {
        if text.contains(where: { $0 == 0 || $0 == 0x20 || (0x09...0x0D).contains($0) }) { throw .syntax }
    }

    private mutating func addKeys(_ rule: [UInt8]) throws(AccessRuleError) {
        if allowsAllKeys { throw .keysAfterAll }
        var read = true
        var write = true
        var rest = rule.dropFirst()
        if rule.first == UInt8(ascii: "%") {
            (read, write) = (false, false)
            guard let mark = rest.firstIndex(of: UInt8(ascii: "~")) else { throw .syntax }
            for letter in rest[..<mark] {
                switch letter & 0xDF {
                case UInt8(ascii: "R") where !read: read = true
                case UInt8(ascii: "W") where !write: write = true
                default: throw .syntax
                }
            }
            // A pattern that allows nothing.
            if !read && !write { throw .syntax }
            rest = rest[(mark + 1)...]
        }
        let pattern = Array(rest)
        try Self.checkSpaces(pattern)
        if let index = keys.firstIndex(where: { $0.pattern == pattern }) {
            keys[index].mayRead = keys[index].mayRead || read
            keys[index].mayWrite = keys[index].mayWrite || write
        } else {
            keys.append(KeyPattern(pattern: pattern, mayRead: read, mayWrite: write))
        }
    }

    private mutating func changeCommands(
        _ name: String, to value: Bool, _ table: CommandTable
    ) throws(AccessRuleError) {
        if name.hasPrefix("@") {
            let category = name.lowercased()
            guard Self.categories.contains(String(category.dropFirst())) else { throw .unknownCommand }
            for command in table.all where command.categories.contains(category) { set(command, value) }
            return
        }
        if value, let bar = name.lastIndex(of: "|") {
            guard let parent = table.command(fullName: Array(name[..<bar].utf8)) else { throw .unknownCommand }
            if parent.name.contains("|") { throw .firstArgument }
            let argument = String(name[name.index(after: bar)...])
            if argument.isEmpty { throw .syntax }
            if parent.subcommands.isEmpty {
                firstArguments[parent.ordinal, default: []].append(argument.lowercased())
                return
            }
        }
        guard let command = table.command(fullName: Array(name.utf8)) else { throw .unknownCommand }
        set(command, value)
        firstArguments[command.ordinal] = nil
        for subcommand in command.subcommands { set(subcommand, value) }
    }

    private mutating func set(_ command: Command, _ value: Bool) {
        allowed[command.ordinal] = value
        if !value { hasExceptions = true }
    }

    // MARK: - Checks

    /// Why the words may not run; nil when they may. The keys are found once for all selectors.
    func denial(of command: Command, _ words: [[UInt8]], _ uses: () -> [KeyUse]) -> AccessDenial? {
        if !command.flags.contains(.noAuth), !allows(command) {
            let position = command.name.contains("|") ? 2 : 1
            let argument = words.count > position ? String(decoding: words[position], as: UTF8.self).lowercased() : ""
            if words.count < 2 || firstArguments[command.ordinal]?.contains(argument) != true {
                return .command(command)
            }
        }
        if !allowsAllKeys {
            for use in uses() where words.indices.contains(use.index) && !allows(use, words[use.index]) {
                return .key(words[use.index], index: use.index)
            }
        }
        if !allowsAllChannels {
            for (index, isPattern) in command.channels(in: words)
            where !allowsChannel(words[index], isPattern: isPattern) {
                return .channel(words[index], index: index)
            }
        }
        return nil
    }

    private func allows(_ use: KeyUse, _ key: [UInt8]) -> Bool {
        keys.contains { pattern in
            (!use.needsRead || pattern.mayRead) && (!use.needsWrite || pattern.mayWrite)
                && Glob.matches(key, pattern: pattern.pattern)
        }
    }

    /// A pattern is allowed only where the very same pattern is.
    func allowsChannel(_ channel: [UInt8], isPattern: Bool) -> Bool {
        allowsAllChannels
            || channels.contains { isPattern ? $0 == channel : Glob.matches(channel, pattern: $0) }
    }

    // MARK: - Description

    func description(table: CommandTable) -> String {
        let keyText = allowsAllKeys ? ["~*"] : keys.map(\.text)
        let channelText =
            allowsAllChannels ? ["&*"] : ["resetchannels"] + channels.map { "&" + String(decoding: $0, as: UTF8.self) }
        return (keyText + channelText + [commandRules(table: table)]).joined(separator: " ")
    }

    /// Categories and commands that lead to what is allowed: the categories that fit best, and then what is left.
    func commandRules(table: CommandTable) -> String {
        let adds = !allowsFutureCommands
        var rules = [adds ? "-@all" : "+@all"]
        let all = table.all
        var reached = Array(repeating: !adds, count: allowed.count)
        var left = allowed
        var applied: Set<String> = []
        while true {
            var best: String?
            var bestCounts = (different: Int.max, same: 0)
            for category in Self.categories where !applied.contains(category) {
                let members = all.filter { $0.categories.contains("@\(category)") }
                let on = members.count { left[$0.ordinal] }
                let off = members.count - on
                let (different, same) = adds ? (off, on) : (on, off)
                if same > different,
                    different < bestCounts.different || (different == bestCounts.different && same > bestCounts.same)
                {
                    best = category
                    bestCounts = (different, same)
                }
            }
            guard let best else { break }
            for command in all where command.categories.contains("@\(best)") {
                reached[command.ordinal] = adds
                left[command.ordinal] = !adds
            }
            rules.append((adds ? "+@" : "-@") + best)
            applied.insert(best)
        }
        for command in table.commands {
            if reached[command.ordinal] != allowed[command.ordinal] {
                rules.append((allowed[command.ordinal] ? "+" : "-") + command.name)
                reached[command.ordinal] = allowed[command.ordinal]
                for subcommand in command.subcommands { reached[subcommand.ordinal] = allowed[command.ordinal] }
            }
            for subcommand in command.subcommands where reached[subcommand.ordinal] != allowed[subcommand.ordinal] {
                rules.append((allowed[subcommand.ordinal] ? "+" : "-") + subcommand.name)
            }
            for argument in firstArguments[command.ordinal] ?? [] { rules.append("+\(command.name)|\(argument)") }
        }
        return rules.joined(separator: " ")
    }
}
