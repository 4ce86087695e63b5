/// One of the numbered databases: keys with what they hold and when they expire.
final class Database {
    struct Entry {
        var value: Value
        /// For `OBJECT FREQ`: a logarithmic counter of accesses, and the minute in which it last decayed.
        var frequency = AccessFrequency()
        /// In milliseconds since 1970; `Int64.max` for never.
        var expiresAt = Int64.max
        /// In milliseconds since 1970, for `OBJECT IDLETIME`.
        var accessedAt: Int64

        init(value: Value, expiresAt: Int64 = .max, accessedAt: Int64) {
            self.value = value
            self.expiresAt = expiresAt
            self.accessedAt = accessedAt
        }
    }

    @exclusivity(unchecked) private(set) var entries = OrderedMap<Entry>()
    /// How many keys have an expiry.
    @exclusivity(unchecked) private(set) var expiring = 0

    /// What all of it takes in memory, in bytes; see `Footprint`.
    @exclusivity(unchecked) private(set) var footprint = 0

    var count: Int { entries.count }

    /// What `container`, which is here unless it is new, takes has changed.
    func note(_ growth: Int, of container: Container, isNew: Bool) {
        container.footprint += growth
        if !isNew { footprint += growth }
    }

    func prefetch(_ hashes: [UInt32]) { entries.prefetch(hashes) }

    func reserveCapacity(_ capacity: Int) { entries.reserveCapacity(capacity) }

    func insert(_ entry: Entry, for key: Key) {
        if entry.expiresAt != .max { expiring += 1 }
        footprint += Footprint.of(key, entry.value)
        guard let old = entries.replace(key, with: entry) else { return }
        footprint -= Footprint.of(key, old.value)
        if old.expiresAt != .max { expiring -= 1 }
    }

    /// Adds all that `next` gives until it gives nil, of keys that are known to be new: the tables hold each key once.
    func fill(_ next: () throws -> (key: Key, value: Entry)?) rethrows {
        try entries.fill {
            let element = try next()
            guard let element else { return nil }
            if element.value.expiresAt != .max { expiring += 1 }
            footprint += Footprint.of(element.key, element.value.value)
            return element
        }
    }

    @discardableResult
    func remove(_ key: Key) -> Entry? {
        guard let removed = entries.remove(key) else { return nil }
        footprint -= Footprint.of(key, removed.value)
        if removed.expiresAt != .max { expiring -= 1 }
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

    /// What `key` holds; when `accessed` is given and the key has not expired by then, its access is noted.
    func entry(_ key: Key, accessed: Int64?, counting frequency: AccessFrequency.Counting?) -> Entry? {
        guard let now = accessed else { return entries[key] }
        return entries.update(key) { entry in
            if entry.expiresAt > now {
                entry.accessedAt = now
                if let frequency { entry.frequency.note(at: now, frequency) }
            }
            return entry
        }
    }

    func setFrequency(_ frequency: AccessFrequency, of key: Key) {
        _ = entries.update(key) { $0.frequency = frequency }
    }

    func setAccess(_ time: Int64, of key: Key) { _ = entries.update(key) { $0.accessedAt = time } }

    func removeAll() {
        entries = OrderedMap()
        expiring = 0
        footprint = 0
    }
}
