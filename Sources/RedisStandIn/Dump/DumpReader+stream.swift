/// Streams in dumps.
extension DumpReader {
    mutating func stream(isSecond: Bool, _ key: Key) -> [Effect]? {
        guard let packs = count() else { return nil }
        var effects: [Effect] = []
        var ids: Set<StreamID> = []
        var last: StreamID?
        for _ in 0..<packs {
            guard let name = string(), let first = StreamID(bigEndianBytes: name), let pack = string(),
                let elements = ListPack.elements(of: pack), let entries = Self.entries(elements, first)
            else { return nil }
            for entry in entries {
                if let last, entry.id <= last { return nil }
                last = entry.id
                ids.insert(entry.id)
                effects.append(.streamAppend(key, entry.id, entry.fields))
            }
        }
        guard let length = number(), length == UInt64(ids.count), let lastID = id() else { return nil }
        if let last, lastID < last { return nil }
        var maxDeleted = StreamID.zero
        var added = Int64(ids.count)
        if isSecond {
            guard id() != nil, let deleted = id(), let number = number() else { return nil }
            maxDeleted = deleted
            added = Int64(bitPattern: number)
        }
        effects.append(.stream(key, lastID: lastID, entriesAdded: added, maxDeletedID: maxDeleted))
        guard let groups = count() else { return nil }
        var names: Set<Key> = []
        for _ in 0..<groups {
            guard let name = string(), names.insert(Key(name)).inserted,
                var found = group(Key(name), isSecond: isSecond, key)
            else { return nil }
            // Older versions did not count: where it is certain, it is known.
            if !isSecond, case .group(_, _, let position, _)? = found.first {
                found[0] = .group(
                    key, Key(name), lastID: position,
                    entriesRead: Self.read(upTo: position, ids.min(), lastID, added))
            }
            effects += found
        }
        return effects
    }

    private static func read(upTo id: StreamID, _ first: StreamID?, _ last: StreamID, _ added: Int64) -> Int64? {
        guard added > 0, let first else { return 0 }
        if id == last { return added }
        if id > last { return nil }
        return id < first ? 0 : id == first ? 1 : nil
    }

    private mutating func id() -> StreamID? {
        guard let milliseconds = number(), let sequence = number() else { return nil }
        return StreamID(milliseconds, sequence)
    }

    private mutating func group(_ name: Key, isSecond: Bool, _ key: Key) -> [Effect]? {
        guard let lastID = id() else { return nil }
        var read: Int64?
        if isSecond {
            guard let number = number() else { return nil }
            read = number == .max ? nil : Int64(bitPattern: number)
        }
        var effects: [Effect] = [.group(key, name, lastID: lastID, entriesRead: read)]
        guard let count = count() else { return nil }
        var pending: [StreamID: (deliveredAt: Int64, deliveries: Int64)] = [:]
        for _ in 0..<count {
            guard let bytes = raw(16), let id = StreamID(bigEndianBytes: bytes), pending[id] == nil,
                let time = little(8), let deliveries = number()
            else { return nil }
            pending[id] = (Int64(bitPattern: time), Int64(bitPattern: deliveries))
        }
        guard let consumers = self.count() else { return nil }
        var names: Set<Key> = []
        for _ in 0..<consumers {
            guard let consumer = string(), names.insert(Key(consumer)).inserted, let seen = little(8),
                let owned = self.count()
            else { return nil }
            effects.append(.consumer(key, name, Key(consumer), seenAt: Int64(bitPattern: seen)))
            for _ in 0..<owned {
                // Each pending entry belongs to one consumer.
                guard let bytes = raw(16), let id = StreamID(bigEndianBytes: bytes),
                    let entry = pending.removeValue(forKey: id)
                else { return nil }
                effects.append(
                    .pending(
                        key, name, id, consumer: Key(consumer), deliveredAt: entry.deliveredAt,
                        deliveries: entry.deliveries))
            }
        }
        return pending.isEmpty ? effects : nil
    }

    /// The entries of one pack, those that were deleted left out; nil when it is not one.
    private static func entries(_ words: [[UInt8]], _ master: StreamID) -> [Stream.Entry]? {
        var index = 0
        func next() -> [UInt8]? {
            guard index < words.count else { return nil }
            defer { index += 1 }
            return words[index]
        }
        func number() -> Int64? { next().flatMap { Int64(redisBytes: $0) } }
        guard let live = number(), let deleted = number(), let fieldCount = number(), live >= 0, deleted >= 0,
            fieldCount >= 0, fieldCount <= Int64(words.count)
        else { return nil }
        var masterFields: [[UInt8]] = []
        for _ in 0..<fieldCount {
            guard let field = next() else { return nil }
            masterFields.append(field)
        }
        guard number() == 0 else { return nil }
        var entries: [Stream.Entry] = []
        let (total, overflowed) = live.addingReportingOverflow(deleted)
        if overflowed || total > Int64(words.count) { return nil }
        for _ in 0..<total {
            let start = index
            guard let flags = number(), let milliseconds = number(), let sequence = number() else { return nil }
            var fields: [[UInt8]] = []
            if flags & 2 != 0 {
                for field in masterFields {
                    guard let value = next() else { return nil }
                    fields += [field, value]
                }
            } else {
                guard let count = number(), count >= 0, count <= Int64(words.count) else { return nil }
                for _ in 0..<(count * 2) {
                    guard let word = next() else { return nil }
                    fields.append(word)
                }
            }
            guard number() == Int64(index - start - 1) else { return nil }
            if flags & 1 == 0 {
                entries.append(
                    Stream.Entry(
                        id: StreamID(
                            master.milliseconds &+ UInt64(bitPattern: milliseconds),
                            master.sequence &+ UInt64(bitPattern: sequence)), fields: fields))
            }
        }
        return index == words.count && entries.count == Int(live) ? entries : nil
    }
}
