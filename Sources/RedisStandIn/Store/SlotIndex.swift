import CPlatform

/// Finds the slots of a map by the hashes of their keys: open addressing, with linear probing.
///
/// It holds positions and hashes; whoever uses it compares the keys. A slot is looked at only when its hash is right:
/// most often it is not in the processor's cache.
struct SlotIndex {
    /// The hash in the upper half, one more than the slot's position in the lower; 0 for a free place. Its length is a
    /// power of two.
    private var places: [UInt64] = []

    init() {}

    /// Room for `count` slots, and for half as many more.
    init(for count: Int) {
        var size = 16
        while size < count * 2 { size *= 2 }
        places = Array(repeating: 0, count: size)
    }

    var isEmpty: Bool { places.isEmpty }

    /// Three quarters may be taken.
    func hasRoom(for count: Int) -> Bool { count <= places.count / 4 * 3 }

    private static func entry(_ position: Int, _ hash: UInt32) -> UInt64 {
        UInt64(hash) << 32 | UInt64(UInt32(truncatingIfNeeded: position + 1))
    }

    func prefetch(_ hash: UInt32) {
        places.withUnsafeBufferPointer { places in
            guard let start = places.baseAddress else { return }
            CPlatform.prefetch(start + (Int(hash) & (places.count - 1)))
        }
    }

    @inline(__always)
    func find(_ hash: UInt32, where matches: (Int) -> Bool) -> Int? {
        places.withUnsafeBufferPointer { places in
            let mask = places.count - 1
            var place = Int(hash) & mask
            while true {
                let entry = places[place]
                if entry == 0 { return nil }
                if UInt32(truncatingIfNeeded: entry >> 32) == hash {
                    let position = Int(UInt32(truncatingIfNeeded: entry)) - 1
                    if matches(position) { return position }
                }
                place = (place + 1) & mask
            }
        }
    }

    mutating func insert(_ position: Int, _ hash: UInt32) {
        let mask = places.count - 1
        var place = Int(hash) & mask
        while places[place] != 0 { place = (place + 1) & mask }
        places[place] = Self.entry(position, hash)
    }

    /// Frees the place of `position`, and moves those after it that would no longer be found.
    mutating func remove(_ position: Int, _ hash: UInt32) {
        let mask = places.count - 1
        let wanted = Self.entry(position, hash)
        var hole = Int(hash) & mask
        while places[hole] != wanted {
            if places[hole] == 0 { return }
            hole = (hole + 1) & mask
        }
        var place = hole
        while true {
            place = (place + 1) & mask
            let entry = places[place]
            if entry == 0 { break }
            let home = Int(entry >> 32) & mask
            if (place - home) & mask >= (place - hole) & mask {
                places[hole] = entry
                hole = place
            }
        }
        places[hole] = 0
    }
}
