/// How much memory keys and what they hold take, about: what `maxmemory` limits.
///
/// It is counted as things change. What the process has allocated would be no measure: other parts run in it too, and
/// folding the log takes memory for a while.
enum Footprint {
    /// An object with its header, and what the allocator rounds it up to.
    static func of(_ bytes: [UInt8]) -> Int { bytes.isEmpty ? 0 : (bytes.count + 55) & ~15 }

    static func of(_ values: [[UInt8]]) -> Int { values.reduce(0) { $0 + of($1) + item } }

    /// A key with what it holds.
    static func of(_ key: Key, _ value: Value) -> Int { of(key.bytes) + entry + value.footprint }

    /// The places of maps and lists, beside the bytes in them.
    static let entry = 88
    static let field = 64
    static let member = 56
    static let scoredMember = 120
    static let item = 16
    static let streamEntry = 72
    /// An empty container.
    static let container = 192
}

/// What a key holds that is changed in its place.
class Container {
    /// Its own, in bytes.
    final var footprint = Footprint.container
}

extension Value {
    var footprint: Int {
        switch self {
        case .string(let bytes): Footprint.of(bytes)
        case .list(let list): list.footprint
        case .hash(let hash): hash.footprint
        case .set(let set): set.footprint
        case .sortedSet(let set): set.footprint
        case .stream(let stream): stream.footprint
        }
    }
}
