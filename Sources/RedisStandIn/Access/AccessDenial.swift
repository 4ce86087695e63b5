/// Why a user may not do something.
enum AccessDenial {
    case command(Command)
    case key([UInt8], index: Int)
    case channel([UInt8], index: Int)

    /// The error of a command that is refused.
    var error: RedisError {
        switch self {
        case .command(let command):
            RedisError("NOPERM this user has no permissions to run the '\(command.name)' command")
        case .key: RedisError("NOPERM this user has no permissions to access one of the keys used as arguments")
        case .channel: RedisError("NOPERM this user has no permissions to access one of the channels used as arguments")
        }
    }

    /// What follows `The user executing the script`.
    var scriptText: String {
        switch self {
        case .command: "can't run this command or subcommand"
        case .key: "can't access at least one of the keys mentioned in the command arguments"
        case .channel: "can't publish to the channel mentioned in the command"
        }
    }

    /// What `ACL DRYRUN` answers.
    var dryRunText: String {
        switch self {
        case .command(let command): "This user has no permissions to run the '\(command.name)' command"
        case .key(let key, _):
            "This user has no permissions to access the '\(String(decoding: key, as: UTF8.self))' key"
        case .channel(let channel, _):
            "This user has no permissions to access the '\(String(decoding: channel, as: UTF8.self))' channel"
        }
    }

    var reason: String {
        switch self {
        case .command: "command"
        case .key: "key"
        case .channel: "channel"
        }
    }

    var object: [UInt8] {
        switch self {
        case .command(let command): Array(command.name.utf8)
        case .key(let name, _), .channel(let name, _): name
        }
    }

    /// Of several selectors' reasons the one that got furthest is told.
    var rank: (Int, Int) {
        switch self {
        case .command: (0, 0)
        case .key(_, let index): (1, index)
        case .channel(_, let index): (2, index)
        }
    }
}

extension Command {
    /// The channels among `words`, and whether they are patterns.
    func channels(in words: [[UInt8]]) -> [(index: Int, isPattern: Bool)] {
        switch name {
        case "publish", "spublish": words.count > 1 ? [(1, false)] : []
        case "subscribe", "ssubscribe": words.indices.dropFirst().map { ($0, false) }
        case "psubscribe": words.indices.dropFirst().map { ($0, true) }
        default: []
        }
    }
}
