/// An append-only log of entries with its consumer groups. See <https://redis.io/docs/data-types/streams/>.
final class Stream: Container {
    struct Entry: Comparable {
        var id: StreamID
        /// Names and values in turn.
        var fields: [[UInt8]] = []

        static func < (lhs: Entry, rhs: Entry) -> Bool { lhs.id < rhs.id }
        static func == (lhs: Entry, rhs: Entry) -> Bool { lhs.id == rhs.id }

        var reply: RESPValue { .array([id.reply, .array(fields.map { .bulk($0) })]) }
    }

    var entries = SortedChunks<Entry>()
    var lastID = StreamID.zero
    /// How many entries were ever added.
    var entriesAdded: Int64 = 0
    var maxDeletedID = StreamID.zero
    private(set) var groups: [Key: ConsumerGroup] = [:]
    /// How Redis would have cut the entries into list packs: an approximate trim takes whole ones.
    private(set) var nodes: [Node] = []

    struct Node {
        var first: StreamID
        /// How many entries were ever put into it, and how many bytes they take.
        var count: Int
        var bytes: Int
    }

    /// Puts a new entry into the last node, or begins one.
    func noteNode(of id: StreamID, _ fields: [[UInt8]], _ limits: EncodingLimits) {
        let size = fields.reduce(0) { $0 + $1.count }
        let taken = fields.reduce(8) { $0 + $1.count + 2 }
        let byteLimit = limits.streamNodeBytes == 0 ? 1 << 30 : limits.streamNodeBytes
        if let last = nodes.last, last.bytes + size < byteLimit,
            limits.streamNodeEntries == 0 || last.count < limits.streamNodeEntries
        {
            nodes[nodes.count - 1].count += 1
            nodes[nodes.count - 1].bytes += taken
        } else {
            nodes.append(Node(first: id, count: 1, bytes: taken + 16))
        }
    }

    /// Forgets nodes that have no entries any more.
    func dropNodes() {
        guard let first = entries.first?.id else {
            nodes = []
            return
        }
        var gone = 0
        while gone + 1 < nodes.count, nodes[gone + 1].first <= first { gone += 1 }
        nodes.removeFirst(gone)
    }

    /// How many of the oldest entries go when only whole nodes may, and no more than `surplus` and `limit`.
    func wholeNodes(surplus: Int, limit: Int) -> Int {
        var removed = 0
        for index in nodes.indices {
            let end = index + 1 < nodes.count ? entries.rank { $0.id >= nodes[index + 1].first } : entries.count
            if end > surplus || end > limit { break }
            removed = end
        }
        return removed
    }

    var firstID: StreamID { entries.first?.id ?? .zero }

    subscript(group name: Key) -> ConsumerGroup? {
        get { groups[name] }
        set { groups[name] = newValue }
    }

    /// In the order of their names.
    var sortedGroups: [ConsumerGroup] { groups.values.sorted { $0.name < $1.name } }

    func range(_ bounds: ClosedRange<StreamID>) -> Range<Int> {
        let lower = entries.rank { $0.id >= bounds.lowerBound }
        let upper = entries.rank { $0.id > bounds.upperBound }
        return lower..<max(lower, upper)
    }

    /// Up to `count` entries between two ids, both included, from the first on or from the last back.
    func entries(in bounds: ClosedRange<StreamID>, count: Int? = nil, reversed: Bool = false) -> [Entry] {
        let range = range(bounds)
        let wanted = min(range.count, count ?? range.count)
        if reversed { return entries.slice((range.upperBound - wanted)..<range.upperBound).reversed() }
        return entries.slice(range.lowerBound..<(range.lowerBound + wanted))
    }

    func entry(_ id: StreamID) -> Entry? { entries.find(Entry(id: id)) }
}

/// What a group has delivered, and what of it is not yet acknowledged.
final class ConsumerGroup {
    let name: Key
    var lastID: StreamID
    /// nil when it cannot be known.
    var entriesRead: Int64?
    var pending = SortedChunks<PendingEntry>()
    private(set) var consumers: [Key: Consumer] = [:]

    init(name: Key, lastID: StreamID, entriesRead: Int64?) {
        self.name = name
        self.lastID = lastID
        self.entriesRead = entriesRead
    }

    subscript(consumer name: Key) -> Consumer? {
        get { consumers[name] }
        set { consumers[name] = newValue }
    }

    /// In the order of their names.
    var sortedConsumers: [Consumer] { consumers.values.sorted { $0.name < $1.name } }

    func pending(_ id: StreamID) -> PendingEntry? { pending.find(PendingEntry(id: id)) }
}

/// A member of a group.
final class Consumer {
    let name: Key
    /// When it last asked for something, in milliseconds.
    var seenAt: Int64
    var pending = SortedChunks<PendingEntry>()

    init(name: Key, seenAt: Int64) {
        self.name = name
        self.seenAt = seenAt
    }
}

/// An entry delivered to a consumer and not acknowledged.
final class PendingEntry: Comparable {
    let id: StreamID
    var consumer: Key
    /// In milliseconds.
    var deliveredAt: Int64
    var deliveries: Int64

    init(id: StreamID, consumer: Key = Key(""), deliveredAt: Int64 = 0, deliveries: Int64 = 0) {
        self.id = id
        self.consumer = consumer
        self.deliveredAt = deliveredAt
        self.deliveries = deliveries
    }

    static func < (lhs: PendingEntry, rhs: PendingEntry) -> Bool { lhs.id < rhs.id }
    static func == (lhs: PendingEntry, rhs: PendingEntry) -> Bool { lhs.id == rhs.id }
}
