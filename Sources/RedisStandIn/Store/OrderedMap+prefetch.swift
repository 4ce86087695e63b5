extension OrderedMap {
    /// A map with fewer elements is in the processor's cache as it is.
    var isWorthPrefetching: Bool { count > 4096 && !index.isEmpty }

    /// Brings what is known under `hashes` nearer to the processor, all of it at the same time: one after the other, as
    /// the look-ups come to it, each would be waited for three times.
    func prefetch(_ hashes: [UInt32]) {
        if !isWorthPrefetching { return }
        for hash in hashes { index.prefetch(hash) }
        withUnsafeTemporaryAllocation(of: Int.self, capacity: hashes.count) { positions in
            for (number, hash) in hashes.enumerated() {
                let position = index.find(hash) { _ in true } ?? -1
                positions[number] = position
                if position >= 0 { prefetchSlot(position) }
            }
            for position in positions where position >= 0 { prefetchContents(position) }
        }
    }
}
