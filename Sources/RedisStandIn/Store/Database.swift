/// One of the numbered databases: keys with what they hold and when they expire.
final class Database {
    struct Entry {
        var value: Value
        /// In milliseconds since 1970; `Int64.max` for never.
        var expiresAt = Int64.max
        /// For `OBJECT IDLETIME`.
        var accessedAt: Int64
    }

    private(set) var entries = OrderedMap<Entry>()
    /// How many keys have an expiry.
    private(set) var expiring = 0

    var count: Int { entries.count }

    func insert(_ entry: Entry, for key: Key) {
        if let old = entries[key], old.expiresAt != .max { expiring -= 1 }
        if entry.expiresAt != .max { expiring += 1 }
        entries.set(entry, for: key)
    }

    @discardableResult
    func remove(_ key: Key) -> Entry? {
        let removed = entries.remove(key)
        if let removed, removed.expiresAt != .max { expiring -= 1 }
        return removed
    }

    func setExpiry(_ expiresAt: Int64, of key: Key) {
        let old = entries.update(key) { entry in
            let old = entry.expiresAt
            entry.expiresAt = expiresAt
            return old
        }
        guard let old else { return }
        expiring += (expiresAt == .max ? 0 : 1) - (old == .max ? 0 : 1)
    }

    func noteAccess(to key: Key, at time: Int64) {
        _ = entries.update(key) { $0.accessedAt = time }
    }

    func removeAll() {
        entries = OrderedMap()
        expiring = 0
    }
}
