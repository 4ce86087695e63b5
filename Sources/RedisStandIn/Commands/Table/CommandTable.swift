/// Every command, found by its name in any case.
struct CommandTable: Sendable {
    /// In the order of their names.
    let commands: [Command]
    private let byName: CommandIndex
    private let bySubcommand: [String: CommandIndex]

    init(_ commands: [Command]) {
        self.commands = commands.sorted { $0.name < $1.name }
        byName = CommandIndex(commands.map { ($0.name, $0) })
        bySubcommand = Dictionary(
            commands.filter { !$0.subcommands.isEmpty }.map { command in
                (command.name, CommandIndex(command.subcommands.map { ($0.lastName, $0) }))
            }, uniquingKeysWith: { first, _ in first })
    }

    func command(_ name: [UInt8]) -> Command? { byName.find(name) }

    func subcommand(_ name: [UInt8], of command: Command) -> Command? {
        bySubcommand[command.name]?.find(name)
    }

    /// A command by its full name, `get` or `xgroup|create`.
    func command(fullName: [UInt8]) -> Command? {
        let parts = fullName.split(separator: UInt8(ascii: "|"), maxSplits: 1)
        guard let first = parts.first, let command = command(Array(first)) else { return nil }
        return parts.count == 2 ? subcommand(Array(parts[1]), of: command) : command
    }

    /// The command, or the subcommand, that `words` begin with; nil for an unknown one, or one that is not done.
    func find(_ words: [[UInt8]]) -> Command? {
        guard let name = words.first, let command = command(name), command.isSupported else { return nil }
        if command.subcommands.isEmpty || words.count < 2 { return command }
        guard let subcommand = subcommand(words[1], of: command), subcommand.isSupported else { return nil }
        return subcommand
    }

    /// Every command and subcommand.
    var all: [Command] { commands.flatMap { [$0] + $0.subcommands } }

    /// The commands of this stand-in.
    static let standard = CommandTable(
        CommandGroup.allCases.flatMap { supportedCommands[$0] ?? [] } + unsupportedCommands)
}

/// Finds a command by the bytes of its name, in any case, without making a string of them.
private struct CommandIndex: Sendable {
    private struct Place: Sendable {
        var name: [UInt8]
        var command: Command
    }

    /// Open addressing; its length is a power of two.
    private var places: [Place?]

    init(_ commands: [(name: String, command: Command)]) {
        var size = 8
        while size < commands.count * 4 { size *= 2 }
        places = Array(repeating: nil, count: size)
        for (name, command) in commands where find(Array(name.utf8)) == nil {
            let name = Array(name.utf8)
            var place = Self.hash(name) & (size - 1)
            while places[place] != nil { place = (place + 1) & (size - 1) }
            places[place] = Place(name: name, command: command)
        }
    }

    /// Bit 5 is all that tells the cases of a letter apart; other bytes that it makes equal are told apart by `find`.
    private static func hash(_ name: [UInt8]) -> Int {
        var hash = UInt64(truncatingIfNeeded: name.count)
        for byte in name.prefix(32) { hash = (hash ^ UInt64(byte | 0x20)) &* 0x9E37_79B9_7F4A_7C15 }
        return Int(truncatingIfNeeded: hash >> 40)
    }

    func find(_ name: [UInt8]) -> Command? {
        let mask = places.count - 1
        var index = Self.hash(name) & mask
        while let place = places[index] {
            if Self.isSame(place.name, name) { return place.command }
            index = (index + 1) & mask
        }
        return nil
    }

    private static func isSame(_ lowercase: [UInt8], _ name: [UInt8]) -> Bool {
        if lowercase.count != name.count { return false }
        for index in lowercase.indices {
            let byte = name[index]
            if lowercase[index] != ((0x41...0x5A).contains(byte) ? byte | 0x20 : byte) { return false }
        }
        return true
    }
}
