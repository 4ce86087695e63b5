import SQLiteStore

/// Reads the tables back into a keyspace.
extension TypedTables {
    func load(into keyspace: Keyspace) throws {
        // Read in its place, and not page by page, as long as nobody writes.
        try connection.execute("pragma mmap_size = \(Self.mappedBytes)")
        defer { try? connection.execute("pragma mmap_size = 0") }
        try loadStrings(into: keyspace)
        let libraries = try Statement("select name, code from library order by name", on: connection)
        while try libraries.step() { keyspace.change(.library(Key(libraries.blob(0)), libraries.blob(1)), in: 0) }
        let keys = try Statement("select id, db, name, type, expires_at from key order by id", on: connection)
        while try keys.step() {
            let (id, db, key) = (keys.integer(0), Int(clamping: keys.integer(1)), Key(keys.blob(2)))
            guard (0..<Keyspace.databaseCount).contains(db), let type = keys.value(3).text,
                let reader = Self.readers[type]
            else { continue }
            for effect in try reader(self)(key, id) { keyspace.change(effect, in: db) }
            if !keys.isNull(4) { keyspace.change(.expiry(key, keys.integer(4)), in: db) }
        }
    }

    private func loadStrings(into keyspace: Keyspace) throws {
        for number in 0..<Keyspace.databaseCount {
            let count = try row("select keys from size where db = ?", [.integer(Int64(number))])?[0].integer
            if let count, count > 0 { keyspace[number].reserveCapacity(Int(clamping: min(count, 1 << 28))) }
        }
        let strings = try Statement("select key, value, expires_at from string where db = ?", on: connection)
        for number in 0..<Keyspace.databaseCount {
            try strings.bind(.integer(Int64(number)), at: 1)
            try keyspace[number].fill {
                guard try strings.step() else { return nil }
                let expiresAt = strings.isNull(2) ? .max : strings.integer(2)
                return (
                    Key(strings.blob(0)),
                    Database.Entry(
                        value: .string(strings.blob(1)), expiresAt: expiresAt, accessedAt: keyspace.now)
                )
            }
            strings.reset()
        }
        keyspace.noteAllExpiries()
    }

    /// Of the tables, while they are read; what is beyond it is read page by page.
    private static let mappedBytes = 8 << 30

    private static let readers: [String: @Sendable (TypedTables) -> (Key, Int64) throws -> [Effect]] = [
        "hash": { tables in tables.hash }, "list": { tables in tables.list },
        "set": { tables in tables.set }, "zset": { tables in tables.sortedSet },
        "stream": { tables in tables.stream },
    ]

    /// One value for each row that `sql` finds for the key `id`.
    private func map<Result>(_ sql: StaticString, _ id: Int64, _ body: (Statement) -> Result) throws -> [Result] {
        let statement = try statement(sql)
        defer { statement.reset() }
        try statement.bind(.integer(id), at: 1)
        var results: [Result] = []
        while try statement.step() { results.append(body(statement)) }
        return results
    }

    private func hash(_ key: Key, _ id: Int64) throws -> [Effect] {
        let pairs = try map("select field, value from hash where key_id = ? order by id", id) {
            FieldValue(field: Key($0.blob(0)), value: $0.blob(1))
        }
        return [.hashSet(key, pairs)]
    }

    private func list(_ key: Key, _ id: Int64) throws -> [Effect] {
        [.list(key, try map("select value from list where key_id = ? order by position", id) { $0.blob(0) })]
    }

    private func set(_ key: Key, _ id: Int64) throws -> [Effect] {
        [.setAdd(key, try map("select member from \"set\" where key_id = ? order by id", id) { Key($0.blob(0)) })]
    }

    private func sortedSet(_ key: Key, _ id: Int64) throws -> [Effect] {
        let members = try map("select member, score from zset where key_id = ? order by id", id) {
            ScoredMember(member: Key($0.blob(0)), score: $0.real(1))
        }
        return [.sortedSetAdd(key, members)]
    }

    private func stream(_ key: Key, _ id: Int64) throws -> [Effect] {
        var effects: [Effect] = []
        var last: (id: StreamID, fields: [[UInt8]])?
        _ = try map(
            """
            select ms, seq, name, value from stream_field where key_id = ?
            order by ms < 0, ms, seq < 0, seq, position
            """, id
        ) { row in
            let entry = StreamID(stored: row.integer(0), row.integer(1))
            if let previous = last, previous.id != entry {
                effects.append(.streamAppend(key, previous.id, previous.fields))
                last = nil
            }
            var fields = last?.fields ?? []
            last = nil
            fields.append(row.blob(2))
            fields.append(row.blob(3))
            last = (entry, fields)
        }
        if let last { effects.append(.streamAppend(key, last.id, last.fields)) }
        effects += try map(
            "select last_ms, last_seq, entries_added, max_deleted_ms, max_deleted_seq from stream where key_id = ?", id
        ) {
            .stream(
                key, lastID: StreamID(stored: $0.integer(0), $0.integer(1)), entriesAdded: $0.integer(2),
                maxDeletedID: StreamID(stored: $0.integer(3), $0.integer(4)))
        }
        return try effects + groups(key, id)
    }

    private func groups(_ key: Key, _ id: Int64) throws -> [Effect] {
        let groups: [Effect] = try map(
            "select name, last_ms, last_seq, entries_read from stream_group where key_id = ?", id
        ) {
            .group(
                key, Key($0.blob(0)), lastID: StreamID(stored: $0.integer(1), $0.integer(2)),
                entriesRead: $0.isNull(3) ? nil : $0.integer(3))
        }
        let consumers: [Effect] = try map(
            "select \"group\", name, seen_at from stream_consumer where key_id = ?", id
        ) { .consumer(key, Key($0.blob(0)), Key($0.blob(1)), seenAt: $0.integer(2)) }
        let pending: [Effect] = try map(
            """
            select "group", ms, seq, consumer, delivered_at, deliveries from stream_pending where key_id = ?
            """, id
        ) {
            .pending(
                key, Key($0.blob(0)), StreamID(stored: $0.integer(1), $0.integer(2)), consumer: Key($0.blob(3)),
                deliveredAt: $0.integer(4), deliveries: $0.integer(5))
        }
        return groups + consumers + pending
    }
}
