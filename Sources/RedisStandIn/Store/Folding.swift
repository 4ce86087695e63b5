/// What a stretch of the log comes to, key by key, before it reaches the tables: a counter that was raised a thousand
/// times is one row to write.
///
/// It holds only what can be added up: the last value of strings, what was set in hashes, sets and sorted sets, what
/// is pushed to and popped from lists. Everything else is applied to the tables, after what is held for its key.
struct Folding {
    /// The last value of each string.
    var strings: [LocatedKey: (value: [UInt8], expiresAt: Int64?)] = [:]
    var containers: [LocatedKey: Container] = [:]
    /// How many of the oldest entries each stream loses.
    var trims: [LocatedKey: Int] = [:]
    /// The ids of keys that are in the table, found in this stretch.
    var ids: [LocatedKey: (id: Int64, type: String)] = [:]

    enum Container {
        case hash(OrderedMap<[UInt8]>)
        case set(OrderedMap<Void>)
        case sortedSet(OrderedMap<Double>)
        case list(ListFolding)

        var typeName: String {
            switch self {
            case .hash: "hash"
            case .set: "set"
            case .sortedSet: "zset"
            case .list: "list"
            }
        }
    }
}

/// A list of the tables with what was pushed and popped since.
///
/// The positions of a list are consecutive. `kept` are those whose rows stay; the items before and after them are new.
struct ListFolding {
    /// What the table holds.
    var stored: Range<Int64>
    var kept: Range<Int64>
    /// From the outermost to the innermost.
    var left = RingBuffer<[UInt8]>()
    /// From the innermost to the outermost.
    var right = RingBuffer<[UInt8]>()

    init(_ stored: Range<Int64>) {
        self.stored = stored
        kept = stored
    }

    var isEmpty: Bool { kept.isEmpty && left.isEmpty && right.isEmpty }

    mutating func push(_ item: [UInt8], _ end: ListEnd) {
        switch end {
        case .left: left.prepend(item)
        case .right: right.append(item)
        }
    }

    mutating func pop(_ end: ListEnd) {
        switch end {
        case .left:
            if left.popFirst() != nil { return }
            if kept.isEmpty {
                _ = right.popFirst()
            } else {
                kept = (kept.lowerBound + 1)..<kept.upperBound
            }
        case .right:
            if right.popLast() != nil { return }
            if kept.isEmpty {
                _ = left.popLast()
            } else {
                kept = kept.lowerBound..<(kept.upperBound - 1)
            }
        }
    }
}
