/// The flags of `COMMAND`, as <https://redis.io/commands/command/> lists them.
package struct CommandFlags: OptionSet, Sendable {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    package static let write = CommandFlags(rawValue: 1 << 0)
    package static let readonly = CommandFlags(rawValue: 1 << 1)
    package static let denyoom = CommandFlags(rawValue: 1 << 2)
    package static let admin = CommandFlags(rawValue: 1 << 3)
    package static let pubsub = CommandFlags(rawValue: 1 << 4)
    package static let noscript = CommandFlags(rawValue: 1 << 5)
    package static let blocking = CommandFlags(rawValue: 1 << 6)
    package static let loading = CommandFlags(rawValue: 1 << 7)
    package static let stale = CommandFlags(rawValue: 1 << 8)
    package static let skipMonitor = CommandFlags(rawValue: 1 << 9)
    package static let skipSlowlog = CommandFlags(rawValue: 1 << 10)
    package static let fast = CommandFlags(rawValue: 1 << 11)
    package static let noAuth = CommandFlags(rawValue: 1 << 12)
    package static let movableKeys = CommandFlags(rawValue: 1 << 13)
    package static let allowBusy = CommandFlags(rawValue: 1 << 14)
    package static let noMulti = CommandFlags(rawValue: 1 << 15)
    package static let noAsyncLoading = CommandFlags(rawValue: 1 << 16)
    package static let noMandatoryKeys = CommandFlags(rawValue: 1 << 17)

    /// In the order in which Redis prints them.
    private static let names: [(CommandFlags, String)] = [
        (.write, "write"), (.readonly, "readonly"), (.denyoom, "denyoom"), (.admin, "admin"), (.pubsub, "pubsub"),
        (.noscript, "noscript"), (.blocking, "blocking"), (.loading, "loading"), (.stale, "stale"),
        (.skipMonitor, "skip_monitor"), (.skipSlowlog, "skip_slowlog"), (.fast, "fast"), (.noAuth, "no_auth"),
        (.noMandatoryKeys, "no_mandatory_keys"), (.noAsyncLoading, "no_async_loading"), (.noMulti, "no_multi"),
        (.movableKeys, "movablekeys"), (.allowBusy, "allow_busy"),
    ]

    init(names: [String]) {
        self = []
        for (flag, name) in Self.names where names.contains(name) { insert(flag) }
    }

    var names: [String] { Self.names.filter { contains($0.0) }.map(\.1) }
}

/// Where the keys of a command stand among its words; 0 is the name, negative counts from the end.
package struct KeyPositions: Equatable, Sendable {
    package var first: Int
    package var last: Int
    package var step: Int

    package static let none = KeyPositions(first: 0, last: 0, step: 0)
    package static let one = KeyPositions(first: 1, last: 1, step: 1)
    package static let all = KeyPositions(first: 1, last: -1, step: 1)
}

/// The groups of <https://redis.io/commands/>.
package enum CommandGroup: String, Sendable, CaseIterable {
    case connection, server, generic, string, bitmap, hash, list, set
    case sortedSet = "sorted-set"
    case stream, pubsub, transactions, scripting, hyperloglog, geo, cluster
}
