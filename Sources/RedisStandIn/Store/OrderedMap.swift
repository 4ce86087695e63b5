import CPlatform

/// Keys and values in the order in which the keys first came, with cursors that survive every change.
///
/// A cursor is the sequence number of an element. Elements never change places, so that what is there from the first
/// call of a scan to its last is returned exactly once: stronger than what `SCAN` promises. A map of up to eight
/// elements is searched from end to end; a larger one has an index.
struct OrderedMap<Value> {
    private struct Slot {
        var key: Key
        /// nil after removal, until the slots are packed.
        var value: Value?
        var hash: UInt32
        var sequence: UInt64
    }

    private var slots: [Slot] = []
    private(set) var index = SlotIndex()
    private(set) var count = 0
    private var nextSequence: UInt64 = 1

    private static var searchLimit: Int { 8 }

    var isEmpty: Bool { count == 0 }

    static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        UInt32(truncatingIfNeeded: ByteHash.hash(of: bytes))
    }

    private static func hash(_ key: Key) -> UInt32 { UInt32(truncatingIfNeeded: ByteHash.hash(of: key.bytes)) }

    private func find(_ key: Key, _ hash: UInt32) -> Int? {
        slots.withUnsafeBufferPointer { slots in
            if index.isEmpty {
                for position in slots.indices where slots[position].hash == hash && slots[position].key == key {
                    if slots[position].value != nil { return position }
                }
                return nil
            }
            return index.find(hash) { slots[$0].key == key }
        }
    }

    subscript(key: Key) -> Value? {
        get {
            if slots.isEmpty { return nil }
            return find(key, Self.hash(key)).flatMap { slots[$0].value }
        }
        set {
            if let newValue {
                set(newValue, for: key)
            } else {
                remove(key)
            }
        }
    }

    func contains(_ key: Key) -> Bool { !slots.isEmpty && find(key, Self.hash(key)) != nil }

    mutating func reserveCapacity(_ capacity: Int) {
        slots.reserveCapacity(capacity)
    }

    /// True when the key is new.
    @discardableResult
    mutating func set(_ value: Value, for key: Key) -> Bool { replace(key, with: value) == nil }

    /// Puts `value` in the place of what was there, which is returned.
    mutating func replace(_ key: Key, with value: Value) -> Value? {
        let hash = Self.hash(key)
        if let position = find(key, hash) {
            let old = slots[position].value
            slots[position].value = value
            return old
        }
        insert(value, for: key, hash)
        return nil
    }

    /// Adds all that `next` gives until it gives nil, of keys that are known to be new. The index is made at the end:
    /// that is several times as fast as adding to it.
    mutating func fill(_ next: () throws -> (key: Key, value: Value)?) rethrows {
        defer { if slots.count > Self.searchLimit { rebuildIndex(for: slots.count) } }
        while let (key, value) = try next() {
            slots.append(Slot(key: key, value: value, hash: Self.hash(key), sequence: nextSequence))
            nextSequence &+= 1
            count += 1
        }
    }

    private mutating func insert(_ value: Value, for key: Key, _ hash: UInt32) {
        let position = slots.count
        slots.append(Slot(key: key, value: value, hash: hash, sequence: nextSequence))
        nextSequence &+= 1
        count += 1
        if !index.isEmpty, index.hasRoom(for: slots.count) {
            index.insert(position, hash)
        } else if slots.count > Self.searchLimit {
            rebuildIndex(for: slots.count)
        }
    }

    private mutating func rebuildIndex(for capacity: Int) {
        index = SlotIndex(for: capacity)
        slots.withUnsafeBufferPointer { slots in
            for position in slots.indices {
                // The places are anywhere: each is asked for some slots before it is needed.
                if position + 16 < slots.count { index.prefetch(slots[position + 16].hash) }
                if slots[position].value != nil { index.insert(position, slots[position].hash) }
            }
        }
    }

    /// See `prefetch(_:)`.
    func prefetchSlot(_ position: Int) {
        slots.withUnsafeBytes { bytes in
            guard position < slots.count, let start = bytes.baseAddress else { return }
            let slot = start + position * MemoryLayout<Slot>.stride
            CPlatform.prefetch(slot)
            CPlatform.prefetch(slot + (MemoryLayout<Slot>.stride - 1))
        }
    }

    /// See `prefetch(_:)`: the key, and the value where that is an object.
    func prefetchContents(_ position: Int) {
        slots.withUnsafeBytes { bytes in
            guard position < slots.count, MemoryLayout<Slot>.size >= 16, let start = bytes.baseAddress else { return }
            let slot = start + position * MemoryLayout<Slot>.stride
            Self.prefetchObject(at: slot.load(as: UInt.self))
            Self.prefetchObject(at: slot.load(fromByteOffset: 8, as: UInt.self))
        }
    }

    /// - Parameter word: an address, with the bits in which an enumeration keeps its case; anything else does no harm.
    private static func prefetchObject(at word: UInt) {
        let address = word & 0x00FF_FFFF_FFFF_FFF8
        CPlatform.prefetch(UnsafeRawPointer(bitPattern: address))
        CPlatform.prefetch(UnsafeRawPointer(bitPattern: address &+ 32))
    }

    /// Changes a value in its place; nothing happens when the key is missing.
    mutating func update<Result>(_ key: Key, _ body: (inout Value) -> Result) -> Result? {
        guard !slots.isEmpty, let position = find(key, Self.hash(key)), var value = slots[position].value.take() else {
            return nil
        }
        let result = body(&value)
        slots[position].value = value
        return result
    }

    @discardableResult
    mutating func remove(_ key: Key) -> Value? {
        guard !slots.isEmpty, let position = find(key, Self.hash(key)) else { return nil }
        let value = slots[position].value.take()
        forget(position)
        return value
    }

    /// Takes the slot at `position`, whose value is gone, out of the index.
    private mutating func forget(_ position: Int) {
        count -= 1
        if !index.isEmpty { index.remove(position, slots[position].hash) }
        slots[position].key = Key([])
        if position == slots.count - 1 {
            slots.removeLast()
        } else if count < slots.count / 2, slots.count > Self.searchLimit {
            pack()
        }
    }

    private mutating func pack() {
        slots.removeAll { $0.value == nil }
        index = SlotIndex()
        if slots.count > Self.searchLimit { rebuildIndex(for: slots.count) }
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
