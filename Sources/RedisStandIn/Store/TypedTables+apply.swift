import SQLiteStore

/// What the effects do to the tables that are not held back by `Folding`.
extension TypedTables {
    func apply(_ effect: Effect, in db: Int) throws {
        let db = Int64(db)
        switch effect {
        case .delete(let key): try delete(key, db)
        case .expiry(let key, let expiresAt):
            try run(
                "update string set expires_at = ? where db = ? and key = ?",
                [.optional(expiresAt), .integer(db), .key(key)])
            try run(
                "update key set expires_at = ? where db = ? and name = ?",
                [.optional(expiresAt), .integer(db), .key(key)])
        case .rename(let key, let destination):
            if key == destination { return }
            try delete(destination, db)
            folding.ids = [:]
            try run(
                "update string set key = ? where db = ? and key = ?", [.key(destination), .integer(db), .key(key)])
            try run(
                "update key set name = ? where db = ? and name = ?", [.key(destination), .integer(db), .key(key)])
        case .move(let key, let other):
            folding.ids = [:]
            try run(
                "update string set db = ? where db = ? and key = ?", [.integer(Int64(other)), .integer(db), .key(key)])
            try run(
                "update key set db = ? where db = ? and name = ?", [.integer(Int64(other)), .integer(db), .key(key)])
        case .flush:
            folding.ids = [:]
            try run("delete from string where db = ?", [.integer(db)])
            try run("delete from key where db = ?", [.integer(db)])
        case .swap(let other):
            folding.ids = [:]
            for (from, to) in [(db, -1), (Int64(other), db), (-1, Int64(other))] {
                try run("update string set db = ? where db = ?", [.integer(to), .integer(from)])
                try run("update key set db = ? where db = ?", [.integer(to), .integer(from)])
            }
        case .library(let name, let code?):
            try run("insert or replace into library values (?, ?)", [.key(name), .blob(code)])
        case .library(let name, nil): try run("delete from library where name = ?", [.key(name)])
        case .hashDelete(let key, let fields):
            try remove(fields, from: key, "delete from hash where key_id = ? and field = ?", db)
            try deleteIfEmpty(key, "select 1 from hash where key_id = ? limit 1", db)
        case .setRemove(let key, let members):
            try remove(members, from: key, "delete from \"set\" where key_id = ? and member = ?", db)
            try deleteIfEmpty(key, "select 1 from \"set\" where key_id = ? limit 1", db)
        case .sortedSetRemove(let key, let members):
            try remove(members, from: key, "delete from zset where key_id = ? and member = ?", db)
            try deleteIfEmpty(key, "select 1 from zset where key_id = ? limit 1", db)
        case .listSet, .list: try applyToList(effect, db)
        case .stream, .streamAppend, .streamDelete, .streamTrim: try applyToStream(effect, db)
        case .group, .groupDestroy, .consumer, .consumerDelete, .pending, .pendingRemove:
            try applyToGroup(effect, db)
        case .string, .hashSet, .setAdd, .sortedSetAdd, .listPush, .listPop:
            preconditionFailure("it is added up before it comes to the tables")
        }
    }

    /// Deletes `key`, whatever it holds.
    func delete(_ key: Key, _ db: Int64) throws {
        try run("delete from string where db = ? and key = ?", [.integer(db), .key(key)])
        try deleteContainer(key, db)
    }

    /// Deletes `key` with what it holds, unless that is a string.
    func deleteContainer(_ key: Key, _ db: Int64) throws {
        folding.ids[LocatedKey(database: Int(db), key: key)] = nil
        try run("delete from key where db = ? and name = ?", [.integer(db), .key(key)])
    }

    /// The row of a key that holds anything but a string.
    private func find(_ key: Key, _ db: Int64) throws -> (id: Int64, type: String)? {
        let located = LocatedKey(database: Int(db), key: key)
        if let found = folding.ids[located] { return found }
        let row = try row("select id, type from key where db = ? and name = ?", [.integer(db), .key(key)])
        guard let id = row?[0].integer, let type = row?[1].text else { return nil }
        folding.ids[located] = (id, type)
        return (id, type)
    }

    func id(of key: Key, _ db: Int64) throws -> Int64? { try find(key, db)?.id }

    /// The id of `key`, which is made, or emptied when it had another type.
    func create(_ key: Key, _ type: String, _ db: Int64) throws -> Int64 {
        if let found = try find(key, db) {
            if found.type == type { return found.id }
            try deleteContainer(key, db)
        }
        try run("delete from string where db = ? and key = ?", [.integer(db), .key(key)])
        try run("insert into key (db, name, type) values (?, ?, ?)", [.integer(db), .key(key), .text(type)])
        let id = connection.lastInsertedRow
        folding.ids[LocatedKey(database: Int(db), key: key)] = (id, type)
        return id
    }

    private func remove(_ members: [Key], from key: Key, _ sql: StaticString, _ db: Int64) throws {
        guard let id = try id(of: key, db) else { return }
        for member in members { try run(sql, [.integer(id), .key(member)]) }
    }

    /// Deletes a container of which `contents` finds no row.
    private func deleteIfEmpty(_ key: Key, _ contents: StaticString, _ db: Int64) throws {
        guard let id = try id(of: key, db), try row(contents, [.integer(id)]) == nil else { return }
        try deleteContainer(key, db)
    }

    private func applyToList(_ effect: Effect, _ db: Int64) throws {
        switch effect {
        case .listSet(let key, let index, let item):
            guard let id = try id(of: key, db) else { return }
            try run(
                """
                update list set value = ? where key_id = ? and position =
                (select min(position) from list where key_id = ?) + ?
                """, [.blob(item), .integer(id), .integer(id), .integer(Int64(index))])
        case .list(let key, let items):
            if items.isEmpty { return try delete(key, db) }
            let id = try create(key, "list", db)
            try run("delete from list where key_id = ?", [.integer(id)])
            for (position, item) in items.enumerated() {
                try run(
                    "insert into list values (?, ?, ?)", [.integer(id), .integer(Int64(position)), .blob(item)])
            }
        default: break
        }
    }
}
