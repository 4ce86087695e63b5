/// Every command, found by its name in any case.
struct CommandTable: Sendable {
    /// In the order of their names.
    let commands: [Command]
    private let byName: [CommandName: Command]
    private let bySubcommand: [CommandName: [CommandName: Command]]

    init(_ commands: [Command]) {
        self.commands = commands.sorted { $0.name < $1.name }
        byName = Dictionary(
            commands.map { (CommandName($0.name), $0) }, uniquingKeysWith: { first, _ in first })
        bySubcommand = Dictionary(
            commands.map { command in
                (
                    CommandName(command.name),
                    Dictionary(
                        command.subcommands.map { (CommandName($0.lastName), $0) },
                        uniquingKeysWith: { first, _ in first })
                )
            }, uniquingKeysWith: { first, _ in first })
    }

    func command(_ name: [UInt8]) -> Command? { byName[CommandName(name)] }

    func subcommand(_ name: [UInt8], of command: Command) -> Command? {
        bySubcommand[CommandName(command.name)]?[CommandName(name)]
    }

    /// A command by its full name, `get` or `xgroup|create`.
    func command(fullName: [UInt8]) -> Command? {
        let parts = fullName.split(separator: UInt8(ascii: "|"), maxSplits: 1)
        guard let first = parts.first, let command = command(Array(first)) else { return nil }
        return parts.count == 2 ? subcommand(Array(parts[1]), of: command) : command
    }

    /// The commands of this stand-in.
    static let standard = CommandTable(
        CommandGroup.allCases.flatMap { supportedCommands[$0] ?? [] } + unsupportedCommands)
}

/// A command's name; equal to the same name in another case.
private struct CommandName: Hashable {
    var bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }
    init(_ text: String) { bytes = Array(text.utf8) }

    private static func lower(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }

    func hash(into hasher: inout Hasher) {
        // One word for the hasher: feeding it byte by byte costs more than the look-up.
        var word: UInt64 = UInt64(bytes.count)
        for byte in bytes.prefix(24) { word = (word << 5 | word >> 59) ^ UInt64(Self.lower(byte)) }
        hasher.combine(word)
    }

    static func == (lhs: CommandName, rhs: CommandName) -> Bool {
        lhs.bytes.count == rhs.bytes.count && zip(lhs.bytes, rhs.bytes).allSatisfy { lower($0) == lower($1) }
    }
}
