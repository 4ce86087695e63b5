import SQLiteStore

/// The tables that people read, into which the log is folded: one for strings, one for all other keys, and one for
/// what each of their types holds.
///
/// They lag behind memory by what is still in the log. The row they were folded up to is written in the same
/// transaction, so that a row of the log is never applied twice, and it is on the disk before the log is emptied.
final class TypedTables {
    let connection: Connection
    /// What the statements of this connection are called by; compiled once.
    private var statements: [StaticString.ID: Statement] = [:]
    /// Changes that have not reached the tables, while a log is being folded.
    var folding = Folding()

    init(_ location: Connection.Location) throws {
        connection = try Connection(location, synchronous: .full, cacheMegabytes: 32)
        // A transaction of that size is copied once, and not page by page while it is written.
        try connection.execute("pragma wal_autocheckpoint = 16000")
        try migrate()
        try connection.execute(Self.schema)
    }

    /// The last row of the log that these tables hold.
    func applied() throws -> Int64 {
        try connection.rows("select log_row from applied").first?.first?.integer ?? 0
    }

    /// How many bytes of the log are folded in one transaction: keys that come in no order touch most pages of the table
    /// each time.
    private static let transactionBytes = 32 * 1024 * 1024

    /// Applies what `segment` holds and these tables do not.
    func fold(_ segment: LogSegment) throws {
        var rows: [LogSegment.Row] = []
        var bytes = 0
        try segment.forEachRow(after: try applied()) { row in
            rows.append(row)
            bytes += row.effects.count
            if bytes < Self.transactionBytes { return }
            try fold(rows)
            rows.removeAll(keepingCapacity: true)
            bytes = 0
        }
        try fold(rows)
        folding = Folding()
    }

    private func fold(_ rows: [LogSegment.Row]) throws {
        guard let last = rows.last?.id else { return }
        folding = Folding()
        try connection.transaction {
            for row in rows {
                guard let effects = try? EffectReader.effects(in: row.effects) else { throw LogDamaged(row: row.id) }
                for effect in effects { try fold(effect.effect, in: effect.database) }
            }
            try flushAll()
            try connection.run("update applied set log_row = ?", [.integer(last)])
        }
    }

    /// Notes how many keys there are, so that whoever loads them can make room at once.
    func noteSizes(_ sizes: [Int]) throws {
        try connection.transaction {
            for (db, keys) in sizes.enumerated() {
                try run("insert or replace into size values (?, ?)", [.integer(Int64(db)), .integer(Int64(keys))])
            }
        }
    }

    /// Runs a statement to its end; returns how many rows it changed.
    @discardableResult
    func run(_ sql: StaticString, _ values: [SQLiteValue]) throws -> Int {
        let statement = try statement(sql)
        defer { statement.reset() }
        try statement.bind(values)
        while try statement.step() {}
        return connection.changedRows
    }

    /// The one row of a statement; nil when there is none.
    func row(_ sql: StaticString, _ values: [SQLiteValue]) throws -> [SQLiteValue]? {
        let statement = try statement(sql)
        defer { statement.reset() }
        try statement.bind(values)
        return try statement.step() ? statement.row() : nil
    }

    /// Found by where its text lies: hashing the text would cost as much as running the statement.
    func statement(_ sql: StaticString) throws -> Statement {
        if let statement = statements[sql.id] { return statement }
        let statement = try Statement(sql.description, on: connection, persistent: true)
        statements[sql.id] = statement
        return statement
    }

    static let schema = """
        create table if not exists library ( -- of functions
            name blob primary key,
            code blob not null
        ) strict;
        create table if not exists applied (log_row integer not null) strict;
        insert into applied select 0 where not exists (select 1 from applied);
        create table if not exists size ( -- how many strings there are in each database, about
            db integer primary key,
            keys integer not null
        ) strict;
        create table if not exists string (
            db integer not null,
            key blob not null,
            value blob not null,
            expires_at integer, -- milliseconds since 1970
            primary key (db, key)
        ) strict, without rowid;
        create table if not exists key ( -- of every type but strings
            id integer primary key,
            db integer not null,
            name blob not null,
            type text not null,
            expires_at integer, -- milliseconds since 1970
            unique (db, name)
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
        create view if not exists keys as
            select db, cast(key as text) as key, 'string' as type, expires_at from string
            union all select db, cast(name as text), type, expires_at from key;
        create view if not exists strings as
            select db, cast(key as text) as key, cast(value as text) as value, expires_at from string;
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

extension StaticString {
    /// Where its text lies.
    struct ID: Hashable {
        var address: UInt
    }

    /// Only for texts that are not a single character.
    fileprivate var id: ID { ID(address: UInt(bitPattern: utf8Start)) }
}

extension StreamID {
    var columns: [SQLiteValue] {
        [.integer(Int64(bitPattern: milliseconds)), .integer(Int64(bitPattern: sequence))]
    }

    /// From the columns.
    init(stored milliseconds: Int64, _ sequence: Int64) {
        self.init(UInt64(bitPattern: milliseconds), UInt64(bitPattern: sequence))
    }
}

extension SQLiteValue {
    static func key(_ key: Key) -> SQLiteValue { .blob(key.bytes) }
    static func optional(_ number: Int64?) -> SQLiteValue { number.map { .integer($0) } ?? .null }
}
