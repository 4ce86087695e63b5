import SQLiteStore

/// The tables that people read: one for keys and one for each type, into which the log is folded.
///
/// They lag behind memory by what is still in the log. The row they were folded up to is written in the same
/// transaction, so that a row of the log is never applied twice, and it is on the disk before the log is trimmed.
final class TypedTables {
    let connection: Connection

    init(_ location: Connection.Location) throws {
        connection = try Connection(location, synchronous: .full)
        try connection.execute(Self.schema)
    }

    /// The last row of the log that these tables hold.
    func applied() throws -> Int64 {
        try connection.rows("select log_row from applied").first?.first?.integer ?? 0
    }

    /// Applies `rows` in one transaction and returns the last one's number.
    func fold(_ rows: [EffectLog.Row]) throws -> Int64 {
        guard let last = rows.last?.id else { return try applied() }
        try connection.transaction {
            for row in rows {
                guard let effects = try? EffectReader.effects(in: row.effects) else { throw LogDamaged(row: row.id) }
                for effect in effects { try apply(effect.effect, in: effect.database) }
            }
            try connection.run("update applied set log_row = ?", [.integer(last)])
        }
        return last
    }

    static let schema = """
        create table if not exists applied (log_row integer not null) strict;
        insert into applied select 0 where not exists (select 1 from applied);
        create table if not exists key (
            id integer primary key,
            db integer not null,
            name blob not null,
            type text not null,
            expires_at integer, -- milliseconds since 1970
            unique (db, name)
        ) strict;
        create table if not exists string (
            key_id integer primary key references key (id) on delete cascade,
            value blob not null
        ) strict;
        create table if not exists hash (
            id integer primary key,
            key_id integer not null references key (id) on delete cascade,
            field blob not null,
            value blob not null,
            unique (key_id, field)
        ) strict;
        create table if not exists list (
            key_id integer not null references key (id) on delete cascade,
            position integer not null,
            value blob not null,
            primary key (key_id, position)
        ) strict, without rowid;
        create table if not exists "set" (
            id integer primary key,
            key_id integer not null references key (id) on delete cascade,
            member blob not null,
            unique (key_id, member)
        ) strict;
        create table if not exists zset (
            id integer primary key,
            key_id integer not null references key (id) on delete cascade,
            member blob not null,
            score real not null,
            unique (key_id, member)
        ) strict;
        -- Stream ids are two unsigned numbers, kept in signed columns with the same bits.
        create table if not exists stream (
            key_id integer primary key references key (id) on delete cascade,
            last_ms integer not null,
            last_seq integer not null,
            entries_added integer not null,
            max_deleted_ms integer not null,
            max_deleted_seq integer not null
        ) strict;
        create table if not exists stream_field (
            key_id integer not null references key (id) on delete cascade,
            ms integer not null,
            seq integer not null,
            position integer not null,
            name blob not null,
            value blob not null,
            primary key (key_id, ms, seq, position)
        ) strict, without rowid;
        create table if not exists stream_group (
            key_id integer not null references key (id) on delete cascade,
            name blob not null,
            last_ms integer not null,
            last_seq integer not null,
            entries_read integer,
            primary key (key_id, name)
        ) strict, without rowid;
        create table if not exists stream_consumer (
            key_id integer not null references key (id) on delete cascade,
            "group" blob not null,
            name blob not null,
            seen_at integer not null,
            primary key (key_id, "group", name)
        ) strict, without rowid;
        create table if not exists stream_pending (
            key_id integer not null references key (id) on delete cascade,
            "group" blob not null,
            ms integer not null,
            seq integer not null,
            consumer blob not null,
            delivered_at integer not null,
            deliveries integer not null,
            primary key (key_id, "group", ms, seq)
        ) strict, without rowid;
        create view if not exists strings as
            select db, cast(name as text) as key, cast(value as text) as value, expires_at
            from key join string on key_id = key.id;
        create view if not exists hashes as
            select db, cast(name as text) as key, cast(field as text) as field, cast(value as text) as value
            from key join hash on key_id = key.id;
        create view if not exists lists as
            select db, cast(name as text) as key, position, cast(value as text) as value
            from key join list on key_id = key.id;
        create view if not exists sets as
            select db, cast(name as text) as key, cast(member as text) as member
            from key join "set" on key_id = key.id;
        create view if not exists zsets as
            select db, cast(name as text) as key, cast(member as text) as member, score
            from key join zset on key_id = key.id;
        create view if not exists streams as
            select db, cast(key.name as text) as key, ms || '-' || seq as id, position,
                cast(stream_field.name as text) as name, cast(value as text) as value
            from key join stream_field on key_id = key.id;
        """
}

extension StreamID {
    var columns: [SQLiteValue] {
        [.integer(Int64(bitPattern: milliseconds)), .integer(Int64(bitPattern: sequence))]
    }

    init(_ milliseconds: SQLiteValue, _ sequence: SQLiteValue) {
        self.init(
            UInt64(bitPattern: milliseconds.integer ?? 0), UInt64(bitPattern: sequence.integer ?? 0))
    }
}

extension SQLiteValue {
    static func key(_ key: Key) -> SQLiteValue { .blob(key.bytes) }
    static func optional(_ number: Int64?) -> SQLiteValue { number.map { .integer($0) } ?? .null }
    var asKey: Key { Key(blob ?? []) }
}
