import SQLiteStore

/// The log of effects: a table in a database file of its own, to which every turn adds one row before any of its
/// replies leaves.
///
/// Rows stay until `TypedTables` has applied them for good.
final class EffectLog {
    private let connection: Connection
    private var writer = EffectWriter()
    /// The number of the last row written.
    private(set) var lastRow: Int64

    /// Opens the log; rows are numbered on from `applied` where it is empty.
    init(_ location: Connection.Location, applied: Int64) throws {
        connection = try Connection(location)
        try connection.execute(
            "create table if not exists oplog (id integer primary key, effects blob not null) strict")
        let last = try connection.rows("select max(id) from oplog").first?.first?.integer ?? 0
        lastRow = max(last, applied)
    }

    func append(_ effect: Effect, in database: Int) { writer.write(effect, in: database) }

    var hasUncommitted: Bool { !writer.isEmpty }

    /// Writes what was appended since the last commit as one row; when it throws, it is kept for the next.
    func commit() throws {
        if writer.isEmpty { return }
        try connection.run(
            "insert into oplog (id, effects) values (?, ?)", [.integer(lastRow + 1), .blob(writer.bytes)])
        lastRow += 1
        writer.removeAll()
    }

    /// One turn's effects.
    struct Row: Sendable {
        var id: Int64
        var effects: [UInt8]
    }

    /// Up to `limit` rows after `id`, in order.
    func rows(after id: Int64, limit: Int) throws -> [Row] {
        try connection.rows(
            "select id, effects from oplog where id > ? order by id limit ?", [.integer(id), .integer(Int64(limit))]
        ).map { row in
            guard let id = row[0].integer, let effects = row[1].blob else { throw LogDamaged() }
            return Row(id: id, effects: effects)
        }
    }

    /// Forgets the rows up to `applied`, which the tables hold.
    func trim(upTo applied: Int64) throws {
        try connection.run("delete from oplog where id <= ?", [.integer(applied)])
    }
}
