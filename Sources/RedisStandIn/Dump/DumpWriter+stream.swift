/// Streams in dumps: list packs of entries by the id of their first, and then the groups.
extension DumpWriter {
    mutating func put(_ stream: Stream) {
        put(type: .streamListPacks2)
        let nodes = packs(of: Array(stream.entries.elements))
        putLength(nodes.count)
        for node in nodes {
            put(node.first.bigEndianBytes)
            put(node.pack)
        }
        putLength(stream.entries.count)
        put(stream.lastID)
        put(stream.firstID)
        put(stream.maxDeletedID)
        putLength(UInt64(bitPattern: stream.entriesAdded))
        let groups = stream.sortedGroups
        putLength(groups.count)
        for group in groups {
            put(group.name.bytes)
            put(group.lastID)
            putLength(UInt64(bitPattern: group.entriesRead ?? -1))
            putLength(group.pending.count)
            for entry in group.pending.elements {
                putRaw(entry.id.bigEndianBytes)
                putRaw(entry.deliveredAt)
                putLength(UInt64(bitPattern: entry.deliveries))
            }
            let consumers = group.sortedConsumers
            putLength(consumers.count)
            for consumer in consumers {
                put(consumer.name.bytes)
                putRaw(consumer.seenAt)
                putLength(consumer.pending.count)
                for entry in consumer.pending.elements { putRaw(entry.id.bigEndianBytes) }
            }
        }
    }

    private mutating func put(_ id: StreamID) {
        putLength(id.milliseconds)
        putLength(id.sequence)
    }

    /// Each pack has a master entry whose fields the others need not repeat.
    private func packs(of entries: [Stream.Entry]) -> [(first: StreamID, pack: [UInt8])] {
        var packs: [(first: StreamID, pack: [UInt8])] = []
        var start = 0
        while start < entries.count {
            let master = entries[start]
            let masterFields = stride(from: 0, to: master.fields.count - 1, by: 2).map { master.fields[$0] }
            var body: [[[UInt8]]] = []
            var size = 0
            var end = start
            while end < entries.count {
                if end > start {
                    if streamNodeEntries > 0, end - start >= streamNodeEntries { break }
                    if streamNodeBytes > 0, size >= streamNodeBytes { break }
                }
                let entry = entries[end]
                let fields = stride(from: 0, to: entry.fields.count - 1, by: 2).map { entry.fields[$0] }
                let isSame = fields == masterFields
                let milliseconds = Int64(bitPattern: entry.id.milliseconds &- master.id.milliseconds)
                let sequence = Int64(bitPattern: entry.id.sequence &- master.id.sequence)
                var words: [[UInt8]] = [isSame ? "2" : "0", "\(milliseconds)", "\(sequence)"].map { Array($0.utf8) }
                if isSame {
                    words += stride(from: 1, to: entry.fields.count, by: 2).map { entry.fields[$0] }
                } else {
                    words.append(Array("\(fields.count)".utf8))
                    words += entry.fields
                }
                words.append(Array("\(words.count)".utf8))
                size += words.reduce(0) { $0 + ListPack.size(of: $1) }
                body.append(words)
                end += 1
            }
            var pack = ListPack()
            pack.append(Int64(end - start))
            pack.append(0)
            pack.append(Int64(masterFields.count))
            for field in masterFields { pack.append(field) }
            pack.append(0)
            for word in body.joined() { pack.append(word) }
            packs.append((master.id, pack.bytes))
            start = end
        }
        return packs
    }
}

extension StreamID {
    /// As keys of the tree of a stream.
    var bigEndianBytes: [UInt8] {
        var bytes: [UInt8] = []
        withUnsafeBytes(of: milliseconds.bigEndian) { bytes.append(contentsOf: $0) }
        withUnsafeBytes(of: sequence.bigEndian) { bytes.append(contentsOf: $0) }
        return bytes
    }

    init?(bigEndianBytes bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        self.init(
            bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }, bytes.dropFirst(8).reduce(0) { $0 << 8 | UInt64($1) })
    }
}
