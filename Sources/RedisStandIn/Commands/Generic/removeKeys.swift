/// Removes the keys that are named and answers how many there were.
func removeKeys(_ call: Invocation) -> RESPValue {
    var removed = 0
    for key in call.keys(from: 1) where call.exists(key) {
        call.apply(.delete(key))
        removed += 1
    }
    return .count(removed)
}
