/// The users of one server, and the log of what they were denied.
final class AccessControl {
    private(set) var users: [String: AccessUser] = [:]
    private let table: CommandTable
    private(set) var entries: [LogEntry] = []

    /// One line of `ACL LOG`.
    struct LogEntry {
        var count = 1
        var reason: String
        var context: Context
        var object: [UInt8]
        var user: String
        var time: Int64
        var client: String
    }

    enum Context: String { case toplevel, multi, lua }

    init(_ given: [RedisUser], table: CommandTable) {
        self.table = table
        let open = AccessUser(name: "default", table: table)
        users["default"] = open
        try? apply(["on", "nopass", "~*", "&*", "+@all"], to: open)
        // Without a default user nobody comes in without a name.
        if !given.contains(where: { $0.name == "default" }) { open.isEnabled = false }
        for user in given {
            let made = AccessUser(name: user.name, table: table)
            let password = user.password.map { ">\($0)" } ?? "nopass"
            let rules = user.access == .readWrite ? ["+@all"] : ["+@all", "-@write", "-@admin"]
            try? apply(["on", password, "~*", "&*"] + rules, to: made)
            users[user.name] = made
        }
    }

    private func apply(_ rules: [String], to user: AccessUser) throws(AccessRuleError) {
        for rule in rules { try user.apply(Array(rule.utf8), table: table) }
    }

    // MARK: - Users

    var sortedUsers: [AccessUser] { users.values.sorted { Key($0.name) < Key($1.name) } }

    subscript(name: String) -> AccessUser? {
        get { users[name] }
        set { users[name] = newValue }
    }

    /// The user of a new connection; nil when it must authenticate.
    var implicitUser: AccessUser? {
        guard let user = users["default"], user.isEnabled, user.needsNoPassword else { return nil }
        return user
    }

    func user(_ name: [UInt8], password: [UInt8]) -> AccessUser? {
        guard let user = users[String(decoding: name, as: UTF8.self)], user.isEnabled, user.accepts(password) else {
            return nil
        }
        return user
    }

    /// `requirepass`: the default user has this password and no other, or none.
    func setDefaultPassword(_ password: String) {
        guard let user = users["default"] else { return }
        user.passwords = password.isEmpty ? [] : [AccessUser.digest(Array(password.utf8))]
        user.needsNoPassword = password.isEmpty
    }

    /// Takes `users` in the place of all there are; without a default user among them, it may do everything.
    func replace(with given: [AccessUser]) {
        users = Dictionary(given.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        if users["default"] != nil { return }
        let open = AccessUser(name: "default", table: table)
        try? apply(["on", "nopass", "~*", "&*", "+@all"], to: open)
        users["default"] = open
    }

    func remove(_ name: String) -> AccessUser? { users.removeValue(forKey: name) }

    // MARK: - Checks

    /// Why the client may not run the words; nil when it may.
    func denial(of command: Command, _ words: [[UInt8]], for client: Client) -> AccessDenial? {
        guard let user = client.user, !user.isUnrestricted else { return nil }
        return denial(of: command, words, user)
    }

    func denial(of command: Command, _ words: [[UInt8]], _ user: AccessUser) -> AccessDenial? {
        var found: [KeyUse]?
        var worst: AccessDenial?
        for selector in user.selectors {
            let denial = selector.denial(of: command, words) {
                if let found { return found }
                let uses = command.keyUses(in: words) ?? []
                found = uses
                return uses
            }
            guard let denial else { return nil }
            if worst.map({ $0.rank < denial.rank }) ?? true { worst = denial }
        }
        return worst
    }

    // MARK: - The log

    func log(_ denial: AccessDenial, client: Client, context: Context, now: Int64) {
        log(
            LogEntry(
                reason: denial.reason, context: context, object: denial.object, user: client.user?.name ?? "default",
                time: now, client: clientLine(client, now: now)))
    }

    var logLimit = 128

    func log(_ entry: LogEntry) {
        // Only the newest ten are looked at, as in Redis.
        let same = entries.prefix(10).firstIndex { old in
            old.reason == entry.reason && old.context == entry.context && old.object == entry.object
                && old.user == entry.user && entry.time - old.time <= 60_000
        }
        if let same {
            var old = entries.remove(at: same)
            old.count += 1
            old.time = entry.time
            old.client = entry.client
            entries.insert(old, at: 0)
        } else {
            entries.insert(entry, at: 0)
        }
        if entries.count > logLimit { entries.removeLast(entries.count - max(0, logLimit)) }
    }

    func resetLog() { entries = [] }
}
