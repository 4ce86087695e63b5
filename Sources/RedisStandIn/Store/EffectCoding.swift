/// Writes effects as bytes for the log: a tag, the database, and the parts in the order in which `Effect` names them.
struct EffectWriter {
    private(set) var bytes: [UInt8] = []

    var isEmpty: Bool { bytes.isEmpty }
    mutating func removeFirst(_ count: Int) {
        if count < bytes.count { bytes.removeFirst(count) } else { bytes.removeAll(keepingCapacity: true) }
    }

    mutating func write(_ effect: Effect, in database: Int) {
        switch effect {
        case .delete(let key):
            put(EffectTag.delete, database)
            put(key)
        case .string(let key, let value, let expiresAt):
            put(EffectTag.string, database)
            put(key)
            put(value)
            put(expiresAt)
        case .expiry(let key, let expiresAt):
            put(EffectTag.expiry, database)
            put(key)
            put(expiresAt)
        case .rename(let key, let destination):
            put(EffectTag.rename, database)
            put(key)
            put(destination)
        case .move(let key, let other):
            put(EffectTag.move, database)
            put(key)
            put(other)
        case .hashSet(let key, let pairs):
            put(EffectTag.hashSet, database)
            put(key)
            put(pairs.count)
            for pair in pairs {
                put(pair.field)
                put(pair.value)
            }
        case .hashDelete(let key, let fields):
            put(EffectTag.hashDelete, database)
            put(key)
            put(fields)
        case .listPush(let key, let end, let items):
            put(EffectTag.listPush, database)
            put(key)
            put(Int(end.rawValue))
            put(items)
        case .listPop(let key, let end, let count):
            put(EffectTag.listPop, database)
            put(key)
            put(Int(end.rawValue))
            put(count)
        case .listSet(let key, let index, let item):
            put(EffectTag.listSet, database)
            put(key)
            put(index)
            put(item)
        case .list(let key, let items):
            put(EffectTag.list, database)
            put(key)
            put(items)
        case .setAdd(let key, let members):
            put(EffectTag.setAdd, database)
            put(key)
            put(members)
        case .setRemove(let key, let members):
            put(EffectTag.setRemove, database)
            put(key)
            put(members)
        case .sortedSetAdd(let key, let members):
            put(EffectTag.sortedSetAdd, database)
            put(key)
            put(members.count)
            for member in members {
                put(member.member)
                put(UInt64(member.score.bitPattern))
            }
        case .sortedSetRemove(let key, let members):
            put(EffectTag.sortedSetRemove, database)
            put(key)
            put(members)
        case .stream(let key, let lastID, let added, let maxDeleted):
            put(EffectTag.stream, database)
            put(key)
            put(lastID)
            put(UInt64(bitPattern: added))
            put(maxDeleted)
        case .streamAppend(let key, let id, let fields):
            put(EffectTag.streamAppend, database)
            put(key)
            put(id)
            put(fields)
        case .streamDelete(let key, let ids):
            put(EffectTag.streamDelete, database)
            put(key)
            put(ids)
        case .streamTrim(let key, let count):
            put(EffectTag.streamTrim, database)
            put(key)
            put(count)
        case .group(let key, let name, let lastID, let read):
            put(EffectTag.group, database)
            put(key)
            put(name)
            put(lastID)
            put(read)
        case .groupDestroy(let key, let name):
            put(EffectTag.groupDestroy, database)
            put(key)
            put(name)
        case .consumer(let key, let group, let name, let seenAt):
            put(EffectTag.consumer, database)
            put(key)
            put(group)
            put(name)
            put(UInt64(bitPattern: seenAt))
        case .consumerDelete(let key, let group, let name):
            put(EffectTag.consumerDelete, database)
            put(key)
            put(group)
            put(name)
        case .pending(let key, let group, let id, let consumer, let deliveredAt, let deliveries):
            put(EffectTag.pending, database)
            put(key)
            put(group)
            put(id)
            put(consumer)
            put(UInt64(bitPattern: deliveredAt))
            put(UInt64(bitPattern: deliveries))
        case .pendingRemove(let key, let group, let ids):
            put(EffectTag.pendingRemove, database)
            put(key)
            put(group)
            put(ids)
        case .flush:
            put(EffectTag.flush, database)
        case .swap(let other):
            put(EffectTag.swap, database)
            put(other)
        case .library(let name, let code):
            put(EffectTag.library, database)
            put(name)
            put(code.map { [$0] } ?? [])
        }
    }

    private mutating func put(_ tag: EffectTag, _ database: Int) {
        bytes.append(tag.rawValue)
        put(database)
    }

    private mutating func put(_ number: UInt64) {
        var rest = number
        while rest > 0x7F {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    private mutating func put(_ number: Int) { put(UInt64(bitPattern: Int64(number))) }

    private mutating func put(_ number: Int64?) {
        guard let number else { return bytes.append(0) }
        bytes.append(1)
        put(UInt64(bitPattern: number))
    }

    private mutating func put(_ value: [UInt8]) {
        put(value.count)
        bytes.append(contentsOf: value)
    }

    private mutating func put(_ key: Key) { put(key.bytes) }

    private mutating func put(_ id: StreamID) {
        put(id.milliseconds)
        put(id.sequence)
    }

    private mutating func put(_ keys: [Key]) {
        put(keys.count)
        for key in keys { put(key) }
    }

    private mutating func put(_ values: [[UInt8]]) {
        put(values.count)
        for value in values { put(value) }
    }

    private mutating func put(_ ids: [StreamID]) {
        put(ids.count)
        for id in ids { put(id) }
    }
}

/// The first byte of an effect in the log. Numbers are never given a new meaning.
enum EffectTag: UInt8 {
    case delete = 1
    case string, expiry, rename, move, hashSet, hashDelete, listPush, listPop, listSet, list, setAdd, setRemove
    case sortedSetAdd, sortedSetRemove, stream, streamAppend, streamDelete, streamTrim, group, groupDestroy, consumer
    case consumerDelete, pending, pendingRemove, flush, swap, library
}
