/// Every command that the stand-in knows, whether it does it or says why not.
package enum CommandTable {
    /// In alphabetical order.
    package static let commands: [Command] = [
        handshake, diagnostics, authentication, sessions, catalog, indexes, reading, writing, transactions, refused,
    ].flatMap { $0 }.sorted { $0.name < $1.name }

    private static let byName: [String: Command] = commands.reduce(into: [:]) { table, command in
        for name in [command.name] + command.aliases { table[name] = command }
    }

    static func command(named name: String) -> Command? { byName[name] }
}
