import Determinism

/// `maxmemory`: how much is used, and which keys make room.
extension Engine {
    /// About what the keys take, in bytes. An empty server counts what an empty Redis takes, so that a limit below that
    /// leaves no room here either.
    var usedMemory: Int { 900_000 + keyspace.footprint }

    /// Removes keys until there is room, as the policy says; false when there is none.
    func makeRoom() -> Bool {
        if limits.memory == 0 { return true }
        while usedMemory > limits.memory {
            guard let victim = victim() else { return false }
            keyspace.evict(victim.key, in: victim.database)
        }
        return true
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
