import SQLiteStore

/// What effects on streams and their groups do to the tables.
extension TypedTables {
    func applyToStream(_ effect: Effect, _ db: Int64) throws {
        switch effect {
        case .stream(let key, let lastID, let entriesAdded, let maxDeletedID):
            let id = try create(key, "stream", db)
            try run(
                "insert or replace into stream values (?, ?, ?, ?, ?, ?)",
                [.integer(id)] + lastID.columns + [.integer(entriesAdded)] + maxDeletedID.columns)
        case .streamAppend(let key, let entry, let fields):
            let id = try create(key, "stream", db)
            try run(
                """
                insert into stream values (?, ?, ?, 1, 0, 0) on conflict do update
                set last_ms = excluded.last_ms, last_seq = excluded.last_seq, entries_added = entries_added + 1
                """, [.integer(id)] + entry.columns)
            for position in stride(from: 0, to: fields.count - 1, by: 2) {
                try run(
                    "insert into stream_field values (?, ?, ?, ?, ?, ?)",
                    [.integer(id)] + entry.columns
                        + [.integer(Int64(position / 2)), .blob(fields[position]), .blob(fields[position + 1])])
            }
        case .streamDelete(let key, let ids):
            guard let id = try id(of: key, db) else { return }
            for entry in ids {
                let removed = try run(
                    "delete from stream_field where key_id = ? and ms = ? and seq = ?", [.integer(id)] + entry.columns)
                if removed > 0 { try noteDeletion(of: entry, from: id) }
            }
        case .streamTrim(let key, let count):
            guard let id = try id(of: key, db) else { return }
            // Ids whose milliseconds have the highest bit are negative here and come after the others.
            try run(
                """
                delete from stream_field where key_id = ?1 and (ms, seq) in
                (select ms, seq from stream_field where key_id = ?1 and position = 0
                order by ms < 0, ms, seq < 0, seq limit ?2)
                """, [.integer(id), .integer(Int64(count))])
        default: break
        }
    }

    private func noteDeletion(of entry: StreamID, from id: Int64) throws {
        let row = try row("select max_deleted_ms, max_deleted_seq from stream where key_id = ?", [.integer(id)])
        guard let row, let ms = row[0].integer, let seq = row[1].integer, StreamID(stored: ms, seq) < entry else {
            return
        }
        try run(
            "update stream set max_deleted_ms = ?, max_deleted_seq = ? where key_id = ?",
            entry.columns + [.integer(id)])
    }

    func applyToGroup(_ effect: Effect, _ db: Int64) throws {
        guard let key = effect.key, let id = try id(of: key, db) else { return }
        switch effect {
        case .group(_, let name, let lastID, let entriesRead):
            try run(
                "insert or replace into stream_group values (?, ?, ?, ?, ?)",
                [.integer(id), .key(name)] + lastID.columns + [.optional(entriesRead)])
        case .groupDestroy(_, let name):
            try run("delete from stream_pending where key_id = ? and \"group\" = ?", [.integer(id), .key(name)])
            try run("delete from stream_consumer where key_id = ? and \"group\" = ?", [.integer(id), .key(name)])
            try run("delete from stream_group where key_id = ? and name = ?", [.integer(id), .key(name)])
        case .consumer(_, let group, let name, let seenAt):
            try run(
                "insert or replace into stream_consumer values (?, ?, ?, ?)",
                [.integer(id), .key(group), .key(name), .integer(seenAt)])
        case .consumerDelete(_, let group, let name):
            try run(
                "delete from stream_pending where key_id = ? and \"group\" = ? and consumer = ?",
                [.integer(id), .key(group), .key(name)])
            try run(
                "delete from stream_consumer where key_id = ? and \"group\" = ? and name = ?",
                [.integer(id), .key(group), .key(name)])
        case .pending(_, let group, let entry, let consumer, let deliveredAt, let deliveries):
            try run(
                "insert or replace into stream_pending values (?, ?, ?, ?, ?, ?, ?)",
                [.integer(id), .key(group)] + entry.columns
                    + [.key(consumer), .integer(deliveredAt), .integer(deliveries)])
        case .pendingRemove(_, let group, let ids):
            for entry in ids {
                try run(
                    "delete from stream_pending where key_id = ? and \"group\" = ? and ms = ? and seq = ?",
                    [.integer(id), .key(group)] + entry.columns)
            }
        default: break
        }
    }
}
