/// Keys and values in the order in which the keys first came, with cursors that survive every change.
///
/// A cursor is the sequence number of an element. Elements never change places, so that what is there from the first
/// call of a scan to its last is returned exactly once: stronger than what `SCAN` promises.
struct OrderedMap<Value> {
    private struct Slot {
        var sequence: UInt64
        var key: Key
        /// nil after removal, until the slots are packed.
        var value: Value?
    }

    private var index: [Key: Int] = [:]
    private var slots: [Slot] = []
    private var nextSequence: UInt64 = 1

    var count: Int { index.count }
    var isEmpty: Bool { index.isEmpty }

    subscript(key: Key) -> Value? {
        get { index[key].flatMap { slots[$0].value } }
        set {
            if let newValue {
                set(newValue, for: key)
            } else {
                remove(key)
            }
        }
    }

    func contains(_ key: Key) -> Bool { index[key] != nil }

    /// True when the key is new.
    @discardableResult
    mutating func set(_ value: Value, for key: Key) -> Bool {
        if let slot = index[key] {
            slots[slot].value = value
            return false
        }
        index[key] = slots.count
        slots.append(Slot(sequence: nextSequence, key: key, value: value))
        nextSequence &+= 1
        return true
    }

    /// Changes a value in its place; nothing happens when the key is missing.
    mutating func update<Result>(_ key: Key, _ body: (inout Value) -> Result) -> Result? {
        guard let slot = index[key], var value = slots[slot].value.take() else { return nil }
        let result = body(&value)
        slots[slot].value = value
        return result
    }

    @discardableResult
    mutating func remove(_ key: Key) -> Value? {
        guard let slot = index.removeValue(forKey: key) else { return nil }
        let value = slots[slot].value.take()
        if slot == slots.count - 1 {
            slots.removeLast()
        } else if slots.count > 32, index.count < slots.count / 2 {
            pack()
        }
        return value
    }

    private mutating func pack() {
        slots.removeAll { $0.value == nil }
        for (position, slot) in slots.enumerated() { index[slot.key] = position }
    }

    /// All elements, oldest first.
    var elements: some Sequence<(key: Key, value: Value)> {
        slots.lazy.compactMap { slot in slot.value.map { (key: slot.key, value: $0) } }
    }

    /// Up to `limit` elements from `cursor` on (0 is the start), and the next cursor (0 at the end).
    func scan(from cursor: UInt64, limit: Int) -> (elements: [(key: Key, value: Value)], next: UInt64) {
        var position = partition { $0.sequence >= cursor }
        var found: [(key: Key, value: Value)] = []
        while position < slots.count {
            let slot = slots[position]
            if let value = slot.value {
                if found.count >= limit { return (found, slot.sequence) }
                found.append((slot.key, value))
            }
            position += 1
        }
        return (found, 0)
    }

    private func partition(_ belongsAfter: (Slot) -> Bool) -> Int {
        var low = 0
        var high = slots.count
        while low < high {
            let middle = low + (high - low) / 2
            if belongsAfter(slots[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// An element near a random place; nil when there is none. `random` gives a number below its argument.
    func randomElement(_ random: (Int) -> Int) -> (key: Key, value: Value)? {
        if isEmpty { return nil }
        while true {
            let slot = slots[min(random(slots.count), slots.count - 1)]
            if let value = slot.value { return (slot.key, value) }
        }
    }
}
