/// How many pieces of memory Redis would give back with `value`: past 64 it leaves that to another thread, and counts it
/// in `lazyfreed_objects`. It follows `lazyfreeGetFreeEffort` of Redis 7.0 (lazyfree.c).
func freeEffort(of value: Value) -> Int {
    switch value {
    case .string: return 1
    // Each node of a quick list takes eight kilobytes.
    case .list(let list): return list.items.count < 64 ? 1 : 1 + size(of: value) / 8192
    case .hash(let hash): return hash.isLarge ? hash.fields.count : 1
    case .set(let set): return set.isIntegers ? 1 : set.members.count
    case .sortedSet(let set): return set.isLarge ? set.count : 1
    case .stream(let stream):
        guard let first = stream.sortedGroups.first else { return stream.nodes.count }
        return stream.nodes.count + stream.groups.count * (1 + first.pending.count)
    }
}

/// More than this is freed lazily.
let lazyFreeThreshold = 64
