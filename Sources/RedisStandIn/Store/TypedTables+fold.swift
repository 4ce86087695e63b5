import SQLiteStore

/// Folds effects: adds up what can be added up, and applies the rest.
extension TypedTables {
    func fold(_ effect: Effect, in db: Int) throws {
        switch effect {
        case .string(let key, let value, let expiresAt):
            let located = LocatedKey(database: db, key: key)
            if folding.strings.updateValue((value, expiresAt), forKey: located) == nil {
                folding.containers[located] = nil
                folding.trims[located] = nil
                // A key of another type is replaced.
                try deleteContainer(key, Int64(db))
            }
        case .delete(let key):
            let located = LocatedKey(database: db, key: key)
            folding.strings[located] = nil
            folding.containers[located] = nil
            folding.trims[located] = nil
            try delete(key, Int64(db))
        case .hashSet(let key, let pairs):
            try change(key, db, "hash", .hash(OrderedMap())) { container in
                guard case .hash(var fields) = container else { return }
                container = .set(OrderedMap())
                for pair in pairs { fields.set(pair.value, for: pair.field) }
                container = .hash(fields)
            }
        case .setAdd(let key, let members):
            try change(key, db, "set", .set(OrderedMap())) { container in
                guard case .set(var found) = container else { return }
                container = .hash(OrderedMap())
                for member in members { found.set((), for: member) }
                container = .set(found)
            }
        case .sortedSetAdd(let key, let members):
            try change(key, db, "zset", .sortedSet(OrderedMap())) { container in
                guard case .sortedSet(var scores) = container else { return }
                container = .set(OrderedMap())
                for member in members { scores.set(member.score, for: member.member) }
                container = .sortedSet(scores)
            }
        case .listPush(let key, let end, let items):
            try changeList(key, db) { list in
                for item in items { list.push(item, end) }
            }
        case .listPop(let key, let end, let count):
            let isEmpty = try changeList(key, db) { list in
                for _ in 0..<count where !list.isEmpty { list.pop(end) }
                return list.isEmpty
            }
            if isEmpty {
                folding.containers[LocatedKey(database: db, key: key)] = nil
                try delete(key, Int64(db))
            }
        case .rename(let key, let destination):
            try flush(LocatedKey(database: db, key: key))
            try flush(LocatedKey(database: db, key: destination))
            try apply(effect, in: db)
        case .move(let key, let other):
            try flush(LocatedKey(database: db, key: key))
            try flush(LocatedKey(database: other, key: key))
            try apply(effect, in: db)
        case .library: try apply(effect, in: db)
        case .flush, .swap:
            try flushAll()
            try apply(effect, in: db)
        case .streamAppend(let key, _, _):
            // The commonest effect on streams; nothing is held for them.
            let located = LocatedKey(database: db, key: key)
            if folding.strings[located] != nil || folding.containers[located] != nil { try flush(located) }
            try apply(effect, in: db)
        case .streamTrim(let key, let count):
            // New entries come at the other end: what is to go can wait.
            folding.trims[LocatedKey(database: db, key: key), default: 0] += count
        case .expiry(let key, _), .hashDelete(let key, _), .listSet(let key, _, _), .list(let key, _),
            .setRemove(let key, _), .sortedSetRemove(let key, _), .stream(let key, _, _, _),
            .streamDelete(let key, _), .group(let key, _, _, _), .groupDestroy(let key, _),
            .consumer(let key, _, _, _), .consumerDelete(let key, _, _), .pending(let key, _, _, _, _, _),
            .pendingRemove(let key, _, _):
            try flush(LocatedKey(database: db, key: key))
            try apply(effect, in: db)
        }
    }

    /// Adds to what is held for a container, which replaces anything of another type.
    private func change(
        _ key: Key, _ db: Int, _ type: String, _ empty: Folding.Container, _ body: (inout Folding.Container) -> Void
    ) throws {
        let located = LocatedKey(database: db, key: key)
        if folding.containers[located]?.typeName != type {
            try flush(located)
            _ = try create(key, type, Int64(db))
        }
        body(&folding.containers[located, default: empty])
    }

    @discardableResult
    private func changeList<Result>(_ key: Key, _ db: Int, _ body: (inout ListFolding) -> Result) throws -> Result {
        let located = LocatedKey(database: db, key: key)
        if folding.containers[located]?.typeName != "list" {
            try flush(located)
            let id = try create(key, "list", Int64(db))
            folding.containers[located] = .list(ListFolding(try positions(of: id)))
        }
        guard case .list(var list) = folding.containers[located] else { preconditionFailure("the list was just made") }
        folding.containers[located] = .set(OrderedMap())
        defer { folding.containers[located] = .list(list) }
        return body(&list)
    }

    private func positions(of id: Int64) throws -> Range<Int64> {
        let row = try row("select min(position), max(position) from list where key_id = ?", [.integer(id)])
        guard let first = row?[0].integer, let last = row?[1].integer else { return 0..<0 }
        return first..<(last + 1)
    }

    // MARK: - To the tables

    func flushAll() throws {
        // In the order of the table, which then stays denser.
        for (key, string) in folding.strings.sorted(by: { $0.key < $1.key }) { try write(string, to: key) }
        folding.strings = [:]
        for key in folding.containers.keys.sorted() { try flush(key) }
        for key in folding.trims.keys.sorted() { try flush(key) }
    }

    /// Writes what is held for `key`.
    func flush(_ key: LocatedKey) throws {
        if let string = folding.strings.removeValue(forKey: key) { try write(string, to: key) }
        if let count = folding.trims.removeValue(forKey: key) {
            try apply(.streamTrim(key.key, count), in: key.database)
        }
        guard let container = folding.containers.removeValue(forKey: key) else { return }
        let id = try create(key.key, container.typeName, Int64(key.database))
        switch container {
        case .hash(let fields):
            for (field, value) in fields.elements {
                try run(
                    """
                    insert into hash (key_id, field, value) values (?, ?, ?)
                    on conflict do update set value = excluded.value
                    """, [.integer(id), .key(field), .blob(value)])
            }
        case .set(let members):
            for (member, _) in members.elements {
                try run(
                    "insert into \"set\" (key_id, member) values (?, ?) on conflict do nothing",
                    [.integer(id), .key(member)])
            }
        case .sortedSet(let scores):
            for (member, score) in scores.elements {
                try run(
                    """
                    insert into zset (key_id, member, score) values (?, ?, ?)
                    on conflict do update set score = excluded.score
                    """, [.integer(id), .key(member), .real(score)])
            }
        case .list(let list): try write(list, id)
        }
    }

    private func write(_ string: (value: [UInt8], expiresAt: Int64?), to key: LocatedKey) throws {
        try run(
            "insert or replace into string values (?, ?, ?, ?)",
            [.integer(Int64(key.database)), .key(key.key), .blob(string.value), .optional(string.expiresAt)])
    }

    private func write(_ list: ListFolding, _ id: Int64) throws {
        if list.kept.lowerBound > list.stored.lowerBound {
            try run(
                "delete from list where key_id = ? and position < ?", [.integer(id), .integer(list.kept.lowerBound)])
        }
        if list.kept.upperBound < list.stored.upperBound {
            try run(
                "delete from list where key_id = ? and position >= ?", [.integer(id), .integer(list.kept.upperBound)])
        }
        var position = list.kept.lowerBound - Int64(list.left.count)
        for item in list.left.elements {
            try run("insert into list values (?, ?, ?)", [.integer(id), .integer(position), .blob(item)])
            position += 1
        }
        position = list.kept.upperBound
        for item in list.right.elements {
            try run("insert into list values (?, ?, ?)", [.integer(id), .integer(position), .blob(item)])
            position += 1
        }
    }
}

extension LocatedKey: Comparable {
    static func < (lhs: LocatedKey, rhs: LocatedKey) -> Bool {
        lhs.database != rhs.database ? lhs.database < rhs.database : lhs.key < rhs.key
    }
}
