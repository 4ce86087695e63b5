import Fidelity

extension RedisStandIn {
    /// The page `docs/redis.md`: every command of Redis 7.0, and how faithful it is here.
    package static func coveragePage() -> String {
        let commands = CommandTable.standard.commands.flatMap { command -> [Command] in
            command.subcommands.isEmpty ? [command] : command.subcommands
        }
        let supported = commands.count { $0.isSupported }
        var page = """
            # Redis

            The Redis stand-in answers as Redis \(redisVersion) does. This page is made from its table of commands: \(supported) of
            \(commands.count) commands and subcommands are supported. What is not is answered with Redis' own error for an unknown
            command, and is noted in the ledger.

            """
        for group in CommandGroup.allCases {
            let members = commands.filter { $0.group == group }
            if members.isEmpty { continue }
            page += "\n## \(group.title)\n\n| command | fidelity | |\n|---|---|---|\n"
            for command in members {
                let (word, remark) = command.fidelity.cells
                page += "| `\(command.displayName)` | \(word) | \(remark) |\n"
            }
        }
        return page
    }
}

extension CommandGroup {
    fileprivate var title: String {
        switch self {
        case .connection: "Connection"
        case .server: "Server"
        case .generic: "Keys"
        case .string: "Strings"
        case .bitmap: "Bitmaps"
        case .hash: "Hashes"
        case .list: "Lists"
        case .set: "Sets"
        case .sortedSet: "Sorted sets"
        case .stream: "Streams"
        case .pubsub: "Publish and subscribe"
        case .transactions: "Transactions"
        case .scripting: "Scripting"
        case .hyperloglog: "HyperLogLog"
        case .geo: "Geographic indexes"
        case .cluster: "Cluster"
        }
    }
}

extension Fidelity {
    fileprivate var cells: (word: String, remark: String) {
        switch self {
        case .exact: ("exact", "")
        case .approximate(let difference): ("approximate", difference)
        case .unsupported(let reason): ("unsupported", reason)
        }
    }
}
