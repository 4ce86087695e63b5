/// The sixteen databases in memory. Everything that changes them is an `Effect` given to `apply`.
///
/// It is for one thread at a time. Expired keys are removed when they are met, and by `expireDue`.
///
/// What every command touches is not checked for exclusive access at run time, here and in the classes around it: the
/// checks took a tenth of the time, and no closure that is given away gets at these properties.
final class Keyspace {
    static let databaseCount = 16

    @exclusivity(unchecked) private(set) var databases = (0..<Keyspace.databaseCount).map { _ in Database() }
    private var expiries = ExpiryQueue()
    /// The time of this turn, in milliseconds since 1970. It does not move within a turn, as in Redis.
    @exclusivity(unchecked) var now: Int64 = 0
    /// Where effects are kept; nil while they are being read from there, and for a keyspace that is not kept.
    @exclusivity(unchecked) var log: EffectLog?
    /// Called after every change, with nil for a change of all keys of a database.
    @exclusivity(unchecked) var didChange: (Int, Key?) -> Void = { _, _ in }
    /// Called after a key was removed because its time had come, or to make room.
    var didLose: (Int, Key, Loss) -> Void = { _, _, _ in }
    /// Called before a database is emptied or changes places with another.
    var willReplace: (Int) -> Void = { _ in }
    /// Looks for keys that were there, and that were not.
    var hits = 0
    var misses = 0
    /// Strings that were changed in their place: `OBJECT ENCODING` calls them raw.
    var rawStrings: Set<LocatedKey> = []
    /// The code of the libraries of functions, by name.
    var libraries = OrderedMap<[UInt8]>()
    /// Up to where values are packed.
    var encodings = EncodingLimits()
    /// Called with every effect while `observesEffects` says so, for keyspace notifications.
    /// - isNew: the key was not there before.
    var didApply: (_ effect: Effect, _ database: Int, _ isNew: Bool) -> Void = { _, _, _ in }
    var observesEffects = false
    /// How many changes there were since the last save, for `INFO`.
    @exclusivity(unchecked) var changes = 0
    /// How many keys were removed because their time had come.
    private(set) var expired = 0
    /// How many keys were removed to make room.
    private(set) var evicted = 0
    /// Counts uses while an LFU policy is set.
    @exclusivity(unchecked) var frequency: AccessFrequency.Counting?

    /// Keys whose time has come are no longer there, and stay all the same: while clients are paused.
    @exclusivity(unchecked) var keepsExpired = false

    /// Why a key is gone though nobody deleted it.
    enum Loss {
        case expired, evicted
    }

    subscript(database: Int) -> Database { databases[database] }

    /// What all keys take in memory, in bytes; see `Footprint`.
    var footprint: Int { databases.reduce(0) { $0 + $1.footprint } }

    /// What `key` holds, if it has not expired. Counts as an access unless `isPeek`.
    func entry(_ key: Key, in database: Int, isPeek: Bool = false) -> Database.Entry? {
        guard
            let entry = databases[database].entry(key, accessed: isPeek ? nil : now, counting: frequency)
        else { return nil }
        if entry.expiresAt <= now {
            if !keepsExpired { expire(key, in: database) }
            return nil
        }
        return entry
    }

    /// The deletion that is applied is an expiry or an eviction.
    private(set) var isLosing = false

    func resetCounts() {
        expired = 0
        evicted = 0
        hits = 0
        misses = 0
    }

    private func expire(_ key: Key, in database: Int) {
        expired += 1
        isLosing = true
        apply(.delete(key), in: database)
        isLosing = false
        didLose(database, key, .expired)
    }

    /// Removes `key` to make room.
    func evict(_ key: Key, in database: Int) {
        evicted += 1
        isLosing = true
        apply(.delete(key), in: database)
        isLosing = false
        didLose(database, key, .evicted)
    }

    /// Makes a change: in the log, in memory, and known to those who watch or wait.
    func apply(_ effect: Effect, in database: Int) {
        switch effect {
        case .flush: willReplace(database)
        case .swap(let other):
            willReplace(database)
            willReplace(other)
        default: break
        }
        let isNew = observesEffects && effect.key.map { !databases[database].entries.contains($0) } ?? false
        log?.append(effect, in: database)
        change(effect, in: database)
        changes &+= 1
        if observesEffects { didApply(effect, database, isNew) }
        if case .library = effect { return }
        didChange(database, effect.key)
        switch effect {
        case .rename(_, let key): didChange(database, key)
        case .move(let key, let other): didChange(other, key)
        case .swap(let other): didChange(other, nil)
        default: break
        }
    }

    /// Makes the key look as if nobody had used it for so long.
    func setIdle(_ key: Key, in database: Int, seconds: Int64) {
        let (milliseconds, overflowed) = seconds.multipliedReportingOverflow(by: 1000)
        databases[database].setAccess(overflowed ? 0 : max(0, now - min(now, milliseconds)), of: key)
    }

    func swapDatabases(_ first: Int, _ second: Int) {
        databases.swapAt(first, second)
        expiries.rebuild(from: databases)
    }

    func noteExpiry(_ expiresAt: Int64?, of key: Key, in database: Int) {
        guard let expiresAt else { return }
        let expiring = databases.reduce(0) { $0 + $1.expiring }
        if expiries.count > 64 + 2 * expiring { expiries.rebuild(from: databases) }
        expiries.insert(ExpiryQueue.Element(time: expiresAt, database: database, key: key))
    }

    /// After keys were added without being noted one by one.
    func noteAllExpiries() { expiries.rebuild(from: databases) }

    /// When the next key expires, as far as is known.
    var nextExpiry: Int64? { expiries.first?.time }

    /// The key that expires next.
    var nextToExpire: LocatedKey? {
        while let next = expiries.first {
            if databases[next.database].entries[next.key]?.expiresAt == next.time {
                return LocatedKey(database: next.database, key: next.key)
            }
            expiries.removeFirst()
        }
        return nil
    }

    /// One of the keys that expire; nil when there are none. `draw` gives a number below its argument.
    func randomExpiring(_ draw: (Int) -> Int) -> LocatedKey? {
        // Most elements of the queue are still right; a few draws are enough, and otherwise the next to expire will do.
        for _ in 0..<32 {
            guard let drawn = expiries.element(draw(expiries.count)) else { return nil }
            if databases[drawn.database].entries[drawn.key]?.expiresAt == drawn.time {
                return LocatedKey(database: drawn.database, key: drawn.key)
            }
        }
        return nextToExpire
    }

    /// One of all keys, whatever its database; nil when there are none.
    func randomKey(_ draw: (Int) -> Int) -> LocatedKey? {
        let total = databases.reduce(0) { $0 + $1.count }
        if total == 0 { return nil }
        var place = draw(total)
        for (number, database) in databases.enumerated() {
            if place < database.count {
                return database.entries.randomElement(draw).map { LocatedKey(database: number, key: $0.key) }
            }
            place -= database.count
        }
        return nil
    }

    /// Removes every key whose time has come; returns how many there were.
    @discardableResult
    func expireDue() -> Int {
        var removed = 0
        while let due = expiries.first, due.time <= now {
            expiries.removeFirst()
            if databases[due.database].entries[due.key]?.expiresAt == due.time {
                expire(due.key, in: due.database)
                removed += 1
            }
        }
        return removed
    }
}
