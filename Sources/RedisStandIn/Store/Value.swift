/// What a key holds. The containers are objects, so that they are changed in their place.
enum Value {
    case string([UInt8])
    case list(List)
    case hash(HashTable)
    case set(MemberSet)
    case sortedSet(SortedSet)
    case stream(Stream)

    /// What `TYPE` answers.
    var typeName: String {
        switch self {
        case .string: "string"
        case .list: "list"
        case .hash: "hash"
        case .set: "set"
        case .sortedSet: "zset"
        case .stream: "stream"
        }
    }
}

final class List: Container {
    var items: RingBuffer<[UInt8]>

    init(_ items: [[UInt8]] = []) {
        self.items = RingBuffer(items)
        super.init()
        footprint += Footprint.of(items)
    }
}

final class HashTable: Container {
    var fields = OrderedMap<[UInt8]>()
    /// Once too large for a list pack, it stays a hash table: `OBJECT ENCODING` shows it.
    var isLarge = false
}

final class MemberSet: Container {
    var members = OrderedMap<Void>()
    /// True until a member comes that is not an integer, or too many: `OBJECT ENCODING` and the order show it.
    var isIntegers = true

    /// Integers in ascending order as in an `intset`; other members as they came.
    var ordered: [Key] {
        let keys = members.elements.map(\.key)
        guard isIntegers else { return keys }
        return keys.sorted { Int64(redisBytes: $0.bytes) ?? 0 < Int64(redisBytes: $1.bytes) ?? 0 }
    }
}

/// Members in the order of their scores, and of their bytes where scores are equal.
final class SortedSet: Container {
    struct Element: Comparable {
        var score: Double
        var member: Key

        static func < (lhs: Element, rhs: Element) -> Bool {
            lhs.score < rhs.score || (lhs.score == rhs.score && lhs.member < rhs.member)
        }
    }

    private(set) var scores = OrderedMap<Double>()
    private(set) var order = SortedChunks<Element>()
    var isLarge = false

    var count: Int { scores.count }

    func set(_ score: Double, for member: Key) {
        if let old = scores[member] {
            if old == score { return }
            order.remove(Element(score: old, member: member))
        }
        scores[member] = score
        order.insert(Element(score: score, member: member))
    }

    func remove(_ member: Key) {
        if let old = scores.remove(member) { order.remove(Element(score: old, member: member)) }
    }

    func rank(of member: Key) -> Int? {
        guard let score = scores[member] else { return nil }
        let element = Element(score: score, member: member)
        return order.rank { $0 >= element }
    }
}
