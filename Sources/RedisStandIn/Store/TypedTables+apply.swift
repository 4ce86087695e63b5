import SQLiteStore

/// What each effect does to the tables.
extension TypedTables {
    func apply(_ effect: Effect, in db: Int) throws {
        let db = Int64(db)
        switch effect {
        case .delete(let key): try delete(key, db)
        case .string(let key, let value, let expiresAt):
            let id = try create(key, "string", db)
            try connection.run("update key set expires_at = ? where id = ?", [.optional(expiresAt), .integer(id)])
            try connection.run(
                "insert into string values (?, ?) on conflict do update set value = excluded.value",
                [.integer(id), .blob(value)])
        case .expiry(let key, let expiresAt):
            try connection.run(
                "update key set expires_at = ? where db = ? and name = ?",
                [.optional(expiresAt), .integer(db), .key(key)])
        case .rename(let key, let destination):
            if key == destination { return }
            try delete(destination, db)
            try connection.run(
                "update key set name = ? where db = ? and name = ?", [.key(destination), .integer(db), .key(key)])
        case .move(let key, let other):
            try connection.run(
                "update key set db = ? where db = ? and name = ?", [.integer(Int64(other)), .integer(db), .key(key)])
        case .flush: try connection.run("delete from key where db = ?", [.integer(db)])
        case .swap(let other):
            try connection.run("update key set db = -1 where db = ?", [.integer(db)])
            try connection.run("update key set db = ? where db = ?", [.integer(db), .integer(Int64(other))])
            try connection.run("update key set db = ? where db = -1", [.integer(Int64(other))])
        case .hashSet(let key, let pairs):
            let id = try create(key, "hash", db)
            for pair in pairs {
                try connection.run(
                    """
                    insert into hash (key_id, field, value) values (?, ?, ?)
                    on conflict do update set value = excluded.value
                    """, [.integer(id), .key(pair.field), .blob(pair.value)])
            }
        case .hashDelete(let key, let fields):
            try remove(fields, from: key, "delete from hash where key_id = ? and field = ?", db)
            try deleteIfEmpty(key, "select 1 from hash where key_id = key.id", db)
        case .setAdd(let key, let members):
            let id = try create(key, "set", db)
            for member in members {
                try connection.run(
                    "insert into \"set\" (key_id, member) values (?, ?) on conflict do nothing",
                    [.integer(id), .key(member)])
            }
        case .setRemove(let key, let members):
            try remove(members, from: key, "delete from \"set\" where key_id = ? and member = ?", db)
            try deleteIfEmpty(key, "select 1 from \"set\" where key_id = key.id", db)
        case .sortedSetAdd(let key, let members):
            let id = try create(key, "zset", db)
            for member in members {
                try connection.run(
                    """
                    insert into zset (key_id, member, score) values (?, ?, ?)
                    on conflict do update set score = excluded.score
                    """, [.integer(id), .key(member.member), .real(member.score)])
            }
        case .sortedSetRemove(let key, let members):
            try remove(members, from: key, "delete from zset where key_id = ? and member = ?", db)
            try deleteIfEmpty(key, "select 1 from zset where key_id = key.id", db)
        case .listPush, .listPop, .listSet, .list: try applyToList(effect, db)
        case .stream, .streamAppend, .streamDelete, .streamTrim: try applyToStream(effect, db)
        case .group, .groupDestroy, .consumer, .consumerDelete, .pending, .pendingRemove:
            try applyToGroup(effect, db)
        }
    }

    private func delete(_ key: Key, _ db: Int64) throws {
        try connection.run("delete from key where db = ? and name = ?", [.integer(db), .key(key)])
    }

    func id(of key: Key, _ db: Int64) throws -> Int64? {
        try connection.rows("select id from key where db = ? and name = ?", [.integer(db), .key(key)])
            .first?.first?.integer
    }

    /// The id of `key`, which is made, or emptied when it had another type.
    func create(_ key: Key, _ type: String, _ db: Int64) throws -> Int64 {
        let found = try connection.rows(
            "select id, type from key where db = ? and name = ?", [.integer(db), .key(key)]
        ).first
        if let found, let id = found[0].integer {
            if found[1].text == type { return id }
            try delete(key, db)
        }
        try connection.run(
            "insert into key (db, name, type) values (?, ?, ?)", [.integer(db), .key(key), .text(type)])
        return connection.lastInsertedRow
    }

    private func remove(_ members: [Key], from key: Key, _ sql: String, _ db: Int64) throws {
        guard let id = try id(of: key, db) else { return }
        for member in members { try connection.run(sql, [.integer(id), .key(member)]) }
    }

    private func deleteIfEmpty(_ key: Key, _ contents: String, _ db: Int64) throws {
        try connection.run(
            "delete from key where db = ? and name = ? and not exists (\(contents))", [.integer(db), .key(key)])
    }

    private func applyToList(_ effect: Effect, _ db: Int64) throws {
        switch effect {
        case .listPush(let key, let end, let items):
            let id = try create(key, "list", db)
            let outermost =
                end == .left
                ? "select coalesce(min(position), 0) - 1 from list where key_id = ?"
                : "select coalesce(max(position), -1) + 1 from list where key_id = ?"
            var position = try connection.rows(outermost, [.integer(id)]).first?.first?.integer ?? 0
            for item in items {
                try connection.run(
                    "insert into list values (?, ?, ?)", [.integer(id), .integer(position), .blob(item)])
                position += end == .left ? -1 : 1
            }
        case .listPop(let key, let end, let count):
            guard let id = try id(of: key, db) else { return }
            let direction = end == .left ? "asc" : "desc"
            try connection.run(
                """
                delete from list where key_id = ? and position in
                (select position from list where key_id = ? order by position \(direction) limit ?)
                """, [.integer(id), .integer(id), .integer(Int64(count))])
            try deleteIfEmpty(key, "select 1 from list where key_id = key.id", db)
        case .listSet(let key, let index, let item):
            guard let id = try id(of: key, db) else { return }
            try connection.run(
                """
                update list set value = ? where key_id = ? and position =
                (select min(position) from list where key_id = ?) + ?
                """, [.blob(item), .integer(id), .integer(id), .integer(Int64(index))])
        case .list(let key, let items):
            if items.isEmpty { return try delete(key, db) }
            let id = try create(key, "list", db)
            try connection.run("delete from list where key_id = ?", [.integer(id)])
            for (position, item) in items.enumerated() {
                try connection.run(
                    "insert into list values (?, ?, ?)", [.integer(id), .integer(Int64(position)), .blob(item)])
            }
        default: break
        }
    }
}
