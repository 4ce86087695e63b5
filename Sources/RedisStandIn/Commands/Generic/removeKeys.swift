/// Removes the keys that are named and answers how many there were.
///
/// - Parameter isLazy: the values count as freed by another thread where Redis would leave them to it.
func removeKeys(_ call: Invocation, isLazy: Bool) -> RESPValue {
    var removed = 0
    for key in call.keys(from: 1) {
        guard let entry = call.entry(key) else { continue }
        if isLazy, freeEffort(of: entry.value) > lazyFreeThreshold { call.engine.lazyFreed += 1 }
        call.apply(.delete(key))
        removed += 1
    }
    return .count(removed)
}
