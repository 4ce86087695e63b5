import Determinism
import SQLiteStore

/// What SQL functions see of the statement that is running: its session, its moment, its catalog.
///
/// It belongs to one store and lives on the store's thread; the store sets it before each statement.
final class Runtime {
    var catalog = Catalog()
    var settings = Settings()
    /// When the transaction began, in microseconds since 2000: `now()`.
    var transactionTime: Int64 = 0
    /// When the statement began: `statement_timestamp()`.
    var statementTime: Int64 = 0
    var sessionID: Int32 = 0
    var user = ""
    /// Everyone who may connect; the first owns what there is.
    var users: [PostgresUser] = []
    var database = ""
    let clock: InstanceClock
    let random: SeededRandom
    let sequences = SequenceValues()
    /// What a function threw, for the statement to throw: SQLite itself carries only a text.
    var pendingError: PostgresError?
    /// The last row that was about to be written to each table, for the details of errors.
    var lastRow: [OID: [SQLiteValue]] = [:]

    /// The rows that an `ON CONFLICT DO UPDATE` has met.
    struct Upserts {
        /// The greatest row id before the statement: those above it were inserted by it.
        var newestBefore: Int64
        var updated: Set<Int64> = []
    }

    var upserts = Upserts(newestBefore: 0)

    init(clock: InstanceClock, random: SeededRandom) {
        self.clock = clock
        self.random = random
    }

    /// One role of `pg_roles`.
    struct Role {
        var oid: OID
        var name: String
        var isSuperuser = false
        var canLogIn = true
    }

    var owner: String { users.first?.name ?? user }

    var roles: [Role] {
        [Role(oid: 6171, name: "pg_database_owner", canLogIn: false)]
            + users.enumerated().map {
                Role(
                    oid: $0.offset == 0 ? 10 : OID(truncatingIfNeeded: 16_000 &+ $0.offset), name: $0.element.name,
                    isSuperuser: $0.element.access == .readWrite)
            }
    }

    var zone: SessionZone { settings.zone }
    var searchPath: [String] { settings.searchPath(user: user) }

    /// The clock's reading, in microseconds since 2000.
    var clockTime: Int64 { clock.now.microseconds &- Calendar2000.unixOffset }
}
