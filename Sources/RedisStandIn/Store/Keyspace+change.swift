/// What each effect does to the structures in memory.
///
/// An effect that does not fit what the key holds changes nothing: commands check before they make one, and a log that
/// was written by this code replays to the same state.
extension Keyspace {
    func change(_ effect: Effect, in number: Int) {
        let database = databases[number]
        switch effect {
        case .delete(let key): database.remove(key)
        case .string(let key, let bytes, let expiresAt):
            if !rawStrings.isEmpty { rawStrings.remove(LocatedKey(database: number, key: key)) }
            database.insert(
                Database.Entry(value: .string(bytes), expiresAt: expiresAt ?? .max, accessedAt: now), for: key)
            noteExpiry(expiresAt, of: key, in: number)
        case .expiry(let key, let expiresAt):
            database.setExpiry(expiresAt ?? .max, of: key)
            noteExpiry(expiresAt, of: key, in: number)
        case .rename(let key, let destination):
            guard let entry = database.remove(key) else { return }
            database.remove(destination)
            insert(entry, for: destination, in: number)
        case .move(let key, let other):
            guard databases.indices.contains(other), let entry = database.remove(key) else { return }
            insert(entry, for: key, in: other)
        case .flush: database.removeAll()
        case .swap(let other): if databases.indices.contains(other) { swapDatabases(number, other) }
        case .library(let name, let code):
            if let code { libraries.set(code, for: name) } else { libraries.remove(name) }
        case .hashSet, .hashDelete: changeHash(effect, in: database)
        case .listPush, .listPop, .listSet, .list: changeList(effect, in: database)
        case .setAdd, .setRemove: changeSet(effect, in: database)
        case .sortedSetAdd, .sortedSetRemove: changeSortedSet(effect, in: database)
        case .stream, .streamAppend, .streamDelete, .streamTrim: changeStream(effect, in: database)
        case .group, .groupDestroy, .consumer, .consumerDelete, .pending, .pendingRemove:
            changeGroup(effect, in: database)
        }
    }

    private func insert(_ entry: Database.Entry, for key: Key, in number: Int) {
        databases[number].insert(entry, for: key)
        if entry.expiresAt != .max { noteExpiry(entry.expiresAt, of: key, in: number) }
    }

    private func create(_ key: Key, _ value: Value, in database: Database) {
        database.insert(Database.Entry(value: value, accessedAt: now), for: key)
    }

    private func changeHash(_ effect: Effect, in database: Database) {
        switch effect {
        case .hashSet(let key, let pairs):
            let found = database.hash(key)
            let hash = found ?? HashTable()
            var growth = 0
            for pair in pairs {
                growth += Footprint.of(pair.value)
                if let old = hash.fields.replace(pair.field, with: pair.value) {
                    growth -= Footprint.of(old)
                } else {
                    growth += Footprint.of(pair.field.bytes) + Footprint.field
                }
                if max(pair.value.count, pair.field.bytes.count) > encodings.hashValue { hash.isLarge = true }
            }
            if hash.fields.count > encodings.hashEntries { hash.isLarge = true }
            database.note(growth, of: hash, isNew: found == nil)
            if found == nil { create(key, .hash(hash), in: database) }
        case .hashDelete(let key, let fields):
            guard let hash = database.hash(key) else { return }
            for field in fields {
                guard let old = hash.fields.remove(field) else { continue }
                let size = Footprint.of(field.bytes) + Footprint.of(old) + Footprint.field
                database.note(-size, of: hash, isNew: false)
            }
            if hash.fields.isEmpty { database.remove(key) }
        default: break
        }
    }

    private func changeList(_ effect: Effect, in database: Database) {
        switch effect {
        case .listPush(let key, let end, let items):
            let found = database.list(key)
            let list = found ?? List()
            for item in items {
                if end == .left { list.items.prepend(item) } else { list.items.append(item) }
            }
            database.note(Footprint.of(items), of: list, isNew: found == nil)
            if found == nil { create(key, .list(list), in: database) }
        case .listPop(let key, let end, let count):
            guard let list = database.list(key) else { return }
            for _ in 0..<min(count, list.items.count) {
                guard let item = end == .left ? list.items.popFirst() : list.items.popLast() else { break }
                database.note(-Footprint.of(item) - Footprint.item, of: list, isNew: false)
            }
            if list.items.isEmpty { database.remove(key) }
        case .listSet(let key, let index, let item):
            guard let list = database.list(key), let old = list.items[index] else { return }
            database.note(Footprint.of(item) - Footprint.of(old), of: list, isNew: false)
            list.items.replace(at: index, with: item)
        case .list(let key, let items):
            if items.isEmpty {
                database.remove(key)
            } else if let list = database.list(key) {
                database.note(
                    Footprint.container + Footprint.of(items) - list.footprint, of: list, isNew: false)
                list.items = RingBuffer(items)
            } else {
                create(key, .list(List(items)), in: database)
            }
        default: break
        }
    }

    private func changeSet(_ effect: Effect, in database: Database) {
        switch effect {
        case .setAdd(let key, let members):
            let found = database.set(key)
            let set = found ?? MemberSet()
            for member in members {
                if set.members.set((), for: member) {
                    database.note(Footprint.of(member.bytes) + Footprint.member, of: set, isNew: found == nil)
                }
                if set.isIntegers, Int64(redisBytes: member.bytes) == nil { set.isIntegers = false }
            }
            if set.members.count > encodings.setIntegers { set.isIntegers = false }
            if found == nil { create(key, .set(set), in: database) }
        case .setRemove(let key, let members):
            guard let set = database.set(key) else { return }
            for member in members where set.members.remove(member) != nil {
                database.note(-Footprint.of(member.bytes) - Footprint.member, of: set, isNew: false)
            }
            if set.members.isEmpty { database.remove(key) }
        default: break
        }
    }

    private func changeSortedSet(_ effect: Effect, in database: Database) {
        switch effect {
        case .sortedSetAdd(let key, let members):
            let found = database.sortedSet(key)
            let set = found ?? SortedSet()
            for member in members {
                let before = set.count
                set.set(member.score, for: member.member)
                if set.count > before {
                    let size = Footprint.of(member.member.bytes) + Footprint.scoredMember
                    database.note(size, of: set, isNew: found == nil)
                }
                if member.member.bytes.count > encodings.sortedSetValue { set.isLarge = true }
            }
            if set.count > encodings.sortedSetEntries { set.isLarge = true }
            if found == nil { create(key, .sortedSet(set), in: database) }
        case .sortedSetRemove(let key, let members):
            guard let set = database.sortedSet(key) else { return }
            for member in members {
                let before = set.count
                set.remove(member)
                if set.count == before { continue }
                database.note(-Footprint.of(member.bytes) - Footprint.scoredMember, of: set, isNew: false)
            }
            if set.count == 0 { database.remove(key) }
        default: break
        }
    }

    private func changeStream(_ effect: Effect, in database: Database) {
        switch effect {
        case .stream(let key, let lastID, let entriesAdded, let maxDeletedID):
            let stream = database.stream(key) ?? Stream()
            stream.lastID = lastID
            stream.entriesAdded = entriesAdded
            stream.maxDeletedID = maxDeletedID
            if !database.entries.contains(key) { create(key, .stream(stream), in: database) }
        case .streamAppend(let key, let id, let fields):
            let found = database.stream(key)
            let stream = found ?? Stream()
            if stream.entries.insert(Stream.Entry(id: id, fields: fields)) {
                database.note(Footprint.streamEntry + Footprint.of(fields), of: stream, isNew: found == nil)
            }
            stream.noteNode(of: id, fields, encodings)
            stream.lastID = max(stream.lastID, id)
            stream.entriesAdded &+= 1
            if found == nil { create(key, .stream(stream), in: database) }
        case .streamDelete(let key, let ids):
            guard let stream = database.stream(key) else { return }
            for id in ids {
                guard let entry = stream.entries.remove(Stream.Entry(id: id)) else { continue }
                database.note(-Footprint.streamEntry - Footprint.of(entry.fields), of: stream, isNew: false)
                stream.maxDeletedID = max(stream.maxDeletedID, id)
            }
        case .streamTrim(let key, let count):
            guard let stream = database.stream(key) else { return }
            let gone = stream.entries.slice(0..<max(0, count))
            let size = gone.reduce(0) { $0 + Footprint.streamEntry + Footprint.of($1.fields) }
            database.note(-size, of: stream, isNew: false)
            stream.entries.removeFirst(count)
            stream.dropNodes()
        default: break
        }
    }

    private func changeGroup(_ effect: Effect, in database: Database) {
        guard let key = effect.key, let stream = database.stream(key) else { return }
        switch effect {
        case .group(_, let name, let lastID, let entriesRead):
            let group = stream[group: name] ?? ConsumerGroup(name: name, lastID: lastID, entriesRead: entriesRead)
            group.lastID = lastID
            group.entriesRead = entriesRead
            stream[group: name] = group
        case .groupDestroy(_, let name): stream[group: name] = nil
        case .consumer(_, let group, let name, let seenAt):
            guard let group = stream[group: group] else { return }
            if let consumer = group[consumer: name] {
                consumer.seenAt = seenAt
            } else {
                group[consumer: name] = Consumer(name: name, seenAt: seenAt)
            }
        case .consumerDelete(_, let group, let name):
            guard let group = stream[group: group], let consumer = group[consumer: name] else { return }
            for entry in consumer.pending.elements { group.pending.remove(entry) }
            group[consumer: name] = nil
        case .pending(_, let group, let id, let consumer, let deliveredAt, let deliveries):
            guard let group = stream[group: group], let owner = group[consumer: consumer] else { return }
            let entry = group.pending(id) ?? PendingEntry(id: id, consumer: consumer)
            if entry.consumer != consumer { group[consumer: entry.consumer]?.pending.remove(entry) }
            entry.consumer = consumer
            entry.deliveredAt = deliveredAt
            entry.deliveries = deliveries
            group.pending.insert(entry)
            owner.pending.insert(entry)
        case .pendingRemove(_, let group, let ids):
            guard let group = stream[group: group] else { return }
            for id in ids {
                guard let entry = group.pending.remove(PendingEntry(id: id)) else { continue }
                group[consumer: entry.consumer]?.pending.remove(entry)
            }
        default: break
        }
    }
}

extension Database {
    func hash(_ key: Key) -> HashTable? { if case .hash(let hash)? = entries[key]?.value { hash } else { nil } }
    func list(_ key: Key) -> List? { if case .list(let list)? = entries[key]?.value { list } else { nil } }
    func set(_ key: Key) -> MemberSet? { if case .set(let set)? = entries[key]?.value { set } else { nil } }
    func stream(_ key: Key) -> Stream? { if case .stream(let stream)? = entries[key]?.value { stream } else { nil } }
    func sortedSet(_ key: Key) -> SortedSet? {
        if case .sortedSet(let set)? = entries[key]?.value { set } else { nil }
    }
}
