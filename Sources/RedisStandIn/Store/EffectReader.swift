/// The log holds bytes that this code did not write.
struct LogDamaged: Error, Equatable, CustomStringConvertible {
    var row: Int64 = 0
    var description: String { "row \(row) of the Redis log is damaged" }
}

/// Reads what `EffectWriter` wrote.
struct EffectReader {
    private let source: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { source = bytes }

    private mutating func byte() -> UInt8? {
        if position >= source.count { return nil }
        defer { position += 1 }
        return source[position]
    }

    static func effects(in bytes: [UInt8]) throws(LogDamaged) -> [LocatedEffect] {
        var reader = EffectReader(bytes)
        var effects: [LocatedEffect] = []
        while let effect = try reader.next() { effects.append(effect) }
        return effects
    }

    /// nil at the end.
    mutating func next() throws(LogDamaged) -> LocatedEffect? {
        guard let first = byte() else { return nil }
        guard let tag = EffectTag(rawValue: first) else { throw LogDamaged() }
        let database = try int()
        guard (0..<Keyspace.databaseCount).contains(database) else { throw LogDamaged() }
        return LocatedEffect(database: database, effect: try effect(tag))
    }

    private mutating func effect(_ tag: EffectTag) throws(LogDamaged) -> Effect {
        switch tag {
        case .delete: .delete(try key())
        case .string: .string(try key(), try bytes(), expiresAt: try optional())
        case .expiry: .expiry(try key(), try optional())
        case .rename: .rename(try key(), to: try key())
        case .move: .move(try key(), toDatabase: try int())
        case .hashSet: .hashSet(try key(), try fieldValues())
        case .hashDelete: .hashDelete(try key(), try keys())
        case .listPush: .listPush(try key(), try end(), try values())
        case .listPop: .listPop(try key(), try end(), try int())
        case .listSet: .listSet(try key(), try int(), try bytes())
        case .list: .list(try key(), try values())
        case .setAdd: .setAdd(try key(), try keys())
        case .setRemove: .setRemove(try key(), try keys())
        case .sortedSetAdd: .sortedSetAdd(try key(), try scoredMembers())
        case .sortedSetRemove: .sortedSetRemove(try key(), try keys())
        case .stream: .stream(try key(), lastID: try id(), entriesAdded: try signed(), maxDeletedID: try id())
        case .streamAppend: .streamAppend(try key(), try id(), try values())
        case .streamDelete: .streamDelete(try key(), try ids())
        case .streamTrim: .streamTrim(try key(), try int())
        case .group: .group(try key(), try key(), lastID: try id(), entriesRead: try optional())
        case .groupDestroy: .groupDestroy(try key(), try key())
        case .consumer: .consumer(try key(), try key(), try key(), seenAt: try signed())
        case .consumerDelete: .consumerDelete(try key(), try key(), try key())
        case .pending:
            .pending(
                try key(), try key(), try id(), consumer: try key(), deliveredAt: try signed(),
                deliveries: try signed())
        case .pendingRemove: .pendingRemove(try key(), try key(), try ids())
        case .flush: .flush
        case .swap: .swap(try int())
        case .library: .library(try key(), try values().first)
        }
    }

    private mutating func number() throws(LogDamaged) -> UInt64 {
        var result: UInt64 = 0
        var shift: UInt64 = 0
        while let byte = byte(), shift < 64 {
            result |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return result }
            shift += 7
        }
        throw LogDamaged()
    }

    private mutating func signed() throws(LogDamaged) -> Int64 { Int64(bitPattern: try number()) }
    private mutating func int() throws(LogDamaged) -> Int { Int(clamping: try signed()) }

    private mutating func count() throws(LogDamaged) -> Int {
        let count = try int()
        guard count >= 0, count <= source.count - position else { throw LogDamaged() }
        return count
    }

    private mutating func optional() throws(LogDamaged) -> Int64? {
        guard let flag = byte() else { throw LogDamaged() }
        return flag == 0 ? nil : try signed()
    }

    private mutating func bytes() throws(LogDamaged) -> [UInt8] {
        let count = try count()
        defer { position += count }
        return Array(source[position..<(position + count)])
    }

    private mutating func key() throws(LogDamaged) -> Key { Key(try bytes()) }
    private mutating func id() throws(LogDamaged) -> StreamID { StreamID(try number(), try number()) }

    private mutating func end() throws(LogDamaged) -> ListEnd {
        guard let end = ListEnd(rawValue: UInt8(truncatingIfNeeded: try int())) else { throw LogDamaged() }
        return end
    }

    private mutating func keys() throws(LogDamaged) -> [Key] {
        var keys: [Key] = []
        for _ in 0..<(try count()) { keys.append(try key()) }
        return keys
    }

    private mutating func values() throws(LogDamaged) -> [[UInt8]] {
        var values: [[UInt8]] = []
        for _ in 0..<(try count()) { values.append(try bytes()) }
        return values
    }

    private mutating func ids() throws(LogDamaged) -> [StreamID] {
        var ids: [StreamID] = []
        for _ in 0..<(try count()) { ids.append(try id()) }
        return ids
    }

    private mutating func fieldValues() throws(LogDamaged) -> [FieldValue] {
        var pairs: [FieldValue] = []
        for _ in 0..<(try count()) { pairs.append(FieldValue(field: try key(), value: try bytes())) }
        return pairs
    }

    private mutating func scoredMembers() throws(LogDamaged) -> [ScoredMember] {
        var members: [ScoredMember] = []
        for _ in 0..<(try count()) {
            members.append(ScoredMember(member: try key(), score: Double(bitPattern: try number())))
        }
        return members
    }
}
