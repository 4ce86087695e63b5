import CAllocator
import Determinism

/// `maxmemory`: how much is used, and which keys make room.
extension Engine {
    /// About what the keyspace and the clients take, in bytes: what the process has allocated since the engine was made.
    ///
    /// An empty server counts what an empty Redis takes, so that a limit below that leaves no room here either.
    var usedMemory: Int { 900_000 + max(0, allocated() - memoryGauge.base) }

    private func allocated() -> Int { Int(clamping: allocated_bytes()) }

    /// Removes keys until there is room, as the policy says; false when there is none.
    func makeRoom() -> Bool {
        if limits.memory == 0 { return true }
        if memoryGauge.isFresh() { return true }
        while true {
            let used = usedMemory
            memoryGauge.measured(used, limit: limits.memory)
            if used <= limits.memory { return true }
            // What one key frees is not known before; a few at a time, and then another look.
            for _ in 0..<16 {
                guard let victim = victim() else { return false }
                keyspace.evict(victim.key, in: victim.database)
            }
        }
    }

    /// The key that goes next: the worst of a few that are drawn, as in `evict.c`.
    private func victim() -> LocatedKey? {
        let policy = limits.eviction
        switch policy {
        case .noeviction: return nil
        case .volatileTTL: return keyspace.nextToExpire
        case .allkeysRandom, .volatileRandom: return candidate(policy)
        case .allkeysLRU, .allkeysLFU, .volatileLRU, .volatileLFU:
            var worst: (key: LocatedKey, score: Int64)?
            for _ in 0..<max(1, limits.evictionSamples) {
                guard let drawn = candidate(policy) else { break }
                guard let entry = keyspace[drawn.database].entries[drawn.key] else { continue }
                let score =
                    policy.countsFrequency
                    ? Int64(entry.frequency.value(at: keyspace.now, limits.frequency)) : entry.accessedAt
                if worst.map({ score < $0.score }) ?? true { worst = (drawn, score) }
            }
            return worst?.key
        }
    }

    private func candidate(_ policy: EvictionPolicy) -> LocatedKey? {
        let draw = { (bound: Int) in Int(truncatingIfNeeded: self.random.next(below: UInt64(max(1, bound)))) }
        return policy.onlyExpiring ? keyspace.randomExpiring(draw) : keyspace.randomKey(draw)
    }
}

/// When memory was last looked at. A look walks the allocator's lists, which is too much for every command.
struct MemoryGauge {
    /// What was allocated before there were any keys.
    let base: Int
    private var callsLeft = 0

    /// - Parameter base: nil takes what is allocated now.
    init(base: Int? = nil) { self.base = base ?? Int(clamping: allocated_bytes()) }

    /// Whether the last look was so far from the limit that another one can wait.
    mutating func isFresh() -> Bool {
        callsLeft -= 1
        return callsLeft >= 0
    }

    mutating func lookAgain() { callsLeft = 0 }

    mutating func measured(_ used: Int, limit: Int) {
        // As if every command added 64 kilobytes.
        callsLeft = used >= limit ? 0 : min(1000, (limit - used) / 65_536)
    }
}
