import SQLiteStore

/// Reads the tables back as effects that make the same keyspace.
extension TypedTables {
    func load(_ body: (LocatedEffect) -> Void) throws {
        let keys = try connection.rows("select id, db, name, type, expires_at from key order by id")
        for row in keys {
            guard let id = row[0].integer, let db = row[1].integer, let type = row[3].text,
                let effects = Self.readers[type]
            else { continue }
            let key = row[2].asKey
            for effect in try effects(self)(key, id) { body(LocatedEffect(database: Int(db), effect: effect)) }
            if let expiresAt = row[4].integer {
                body(LocatedEffect(database: Int(db), effect: .expiry(key, expiresAt)))
            }
        }
    }

    private static let readers: [String: @Sendable (TypedTables) -> (Key, Int64) throws -> [Effect]] = [
        "string": { tables in tables.string }, "hash": { tables in tables.hash }, "list": { tables in tables.list },
        "set": { tables in tables.set }, "zset": { tables in tables.sortedSet },
        "stream": { tables in tables.stream },
    ]

    private func string(_ key: Key, _ id: Int64) throws -> [Effect] {
        try connection.rows("select value from string where key_id = ?", [.integer(id)])
            .map { .string(key, $0[0].blob ?? [], expiresAt: nil) }
    }

    private func hash(_ key: Key, _ id: Int64) throws -> [Effect] {
        let pairs = try connection.rows("select field, value from hash where key_id = ? order by id", [.integer(id)])
        return [.hashSet(key, pairs.map { FieldValue(field: $0[0].asKey, value: $0[1].blob ?? []) })]
    }

    private func list(_ key: Key, _ id: Int64) throws -> [Effect] {
        let items = try connection.rows("select value from list where key_id = ? order by position", [.integer(id)])
        return [.list(key, items.map { $0[0].blob ?? [] })]
    }

    private func set(_ key: Key, _ id: Int64) throws -> [Effect] {
        let members = try connection.rows("select member from \"set\" where key_id = ? order by id", [.integer(id)])
        return [.setAdd(key, members.map(\.[0].asKey))]
    }

    private func sortedSet(_ key: Key, _ id: Int64) throws -> [Effect] {
        let members = try connection.rows(
            "select member, score from zset where key_id = ? order by id", [.integer(id)])
        return [
            .sortedSetAdd(
                key,
                members.map { row in
                    guard case .real(let score) = row[1] else { return ScoredMember(member: row[0].asKey, score: 0) }
                    return ScoredMember(member: row[0].asKey, score: score)
                })
        ]
    }

    private func stream(_ key: Key, _ id: Int64) throws -> [Effect] {
        var effects: [Effect] = []
        var last: (id: StreamID, fields: [[UInt8]])?
        for row in try connection.rows(
            "select ms, seq, name, value from stream_field where key_id = ? order by ms, seq, position", [.integer(id)])
        {
            let entry = StreamID(row[0], row[1])
            if let previous = last, previous.id != entry {
                effects.append(.streamAppend(key, previous.id, previous.fields))
                last = nil
            }
            last = (entry, (last?.fields ?? []) + [row[2].blob ?? [], row[3].blob ?? []])
        }
        if let last { effects.append(.streamAppend(key, last.id, last.fields)) }
        for row in try connection.rows(
            """
            select last_ms, last_seq, entries_added, max_deleted_ms, max_deleted_seq from stream where key_id = ?
            """, [.integer(id)])
        {
            effects.append(
                .stream(
                    key, lastID: StreamID(row[0], row[1]), entriesAdded: row[2].integer ?? 0,
                    maxDeletedID: StreamID(row[3], row[4])))
        }
        return try effects + groups(key, id)
    }

    private func groups(_ key: Key, _ id: Int64) throws -> [Effect] {
        let groups: [Effect] = try connection.rows(
            "select name, last_ms, last_seq, entries_read from stream_group where key_id = ?", [.integer(id)]
        ).map { .group(key, $0[0].asKey, lastID: StreamID($0[1], $0[2]), entriesRead: $0[3].integer) }
        let consumers: [Effect] = try connection.rows(
            "select \"group\", name, seen_at from stream_consumer where key_id = ?", [.integer(id)]
        ).map { .consumer(key, $0[0].asKey, $0[1].asKey, seenAt: $0[2].integer ?? 0) }
        let pending: [Effect] = try connection.rows(
            """
            select "group", ms, seq, consumer, delivered_at, deliveries from stream_pending where key_id = ?
            """, [.integer(id)]
        ).map {
            .pending(
                key, $0[0].asKey, StreamID($0[1], $0[2]), consumer: $0[3].asKey, deliveredAt: $0[4].integer ?? 0,
                deliveries: $0[5].integer ?? 0)
        }
        return groups + consumers + pending
    }
}
