import SQLiteStore

/// The current values of sequences. As in PostgreSQL they are not part of a transaction: a rollback keeps them.
///
/// They are written to the database with the next commit; a value that was never committed may be given out again after the
/// process died.
final class SequenceValues {
    struct Value: Equatable {
        var last: Int64
        var isCalled: Bool
    }

    private var values: [OID: Value] = [:]
    private var changed: Set<OID> = []
    /// `currval`, by session and sequence.
    private var current: [Int32: [OID: Int64]] = [:]
    private var latest: [Int32: (oid: OID, value: Int64)] = [:]

    func value(of sequence: Sequence) -> Value { values[sequence.oid] ?? Value(last: sequence.start, isCalled: false) }

    func next(_ sequence: Sequence, session: Int32) throws(PostgresError) -> Int64 {
        var value = value(of: sequence)
        if value.isCalled {
            let (sum, overflow) = value.last.addingReportingOverflow(sequence.increment)
            if overflow || sum > sequence.maximum || sum < sequence.minimum {
                guard sequence.cycles else {
                    let (word, bound) =
                        sequence.increment > 0 ? ("maximum", sequence.maximum) : ("minimum", sequence.minimum)
                    throw PostgresError(
                        "2200H", "nextval: reached \(word) value of sequence \"\(sequence.name)\" (\(bound))")
                }
                value.last = sequence.increment > 0 ? sequence.minimum : sequence.maximum
            } else {
                value.last = sum
            }
        }
        value.isCalled = true
        set(value, of: sequence.oid)
        current[session, default: [:]][sequence.oid] = value.last
        latest[session] = (sequence.oid, value.last)
        return value.last
    }

    func set(_ value: Value, of oid: OID) {
        values[oid] = value
        changed.insert(oid)
    }

    func noteCurrent(_ value: Int64, of oid: OID, session: Int32) { current[session, default: [:]][oid] = value }
    func current(_ oid: OID, session: Int32) -> Int64? { current[session]?[oid] }
    func latest(session: Int32) -> Int64? {
        guard let latest = latest[session] else { return nil }
        return current[session]?[latest.oid] ?? latest.value
    }

    func forget(_ oid: OID) {
        values[oid] = nil
        changed.insert(oid)
    }

    func endSession(_ session: Int32) {
        current[session] = nil
        latest[session] = nil
    }

    // MARK: Keeping

    func load(from connection: Connection) throws {
        for row in try connection.rows("select oid, last, called from \"orrery.sequence\"") {
            guard row.count == 3, let oid = row[0].integer, let last = row[1].integer else { continue }
            values[OID(truncatingIfNeeded: oid)] = Value(last: last, isCalled: row[2].integer == 1)
        }
    }

    /// Writes what changed since the last call.
    func save(to connection: Connection) throws {
        for oid in changed.sorted() {
            if let value = values[oid] {
                try connection.run(
                    "insert or replace into \"orrery.sequence\" (oid, last, called) values (?, ?, ?)",
                    [.integer(Int64(oid)), .integer(value.last), .integer(value.isCalled ? 1 : 0)])
            } else {
                try connection.run("delete from \"orrery.sequence\" where oid = ?", [.integer(Int64(oid))])
            }
        }
        changed.removeAll()
    }

    var hasChanges: Bool { !changed.isEmpty }
}
