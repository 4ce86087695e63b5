import CPgQuery
import CSQLite
import Determinism
import Fidelity
import Foundation
import SQLiteStore

/// One database on its thread: a connection that writes, one that reads what is committed, the catalog, the sessions.
///
/// A session that has begun to write owns the writing connection until its transaction ends, and reads its own changes there.
/// Everybody else reads from the other connection, which sees committed data only: READ COMMITTED.
final class Store {
    let name: String
    let writer: Connection
    let reader: Connection
    let runtime: Runtime
    let queue: WriterQueue
    let ledger: Ledger
    private(set) var committed = Catalog()
    private var sessions: [Int32: SessionState] = [:]
    private var working: Catalog?
    /// Parsed scripts by their text.
    var scripts: [String: Script] = [:]
    private let temporaryPath: String?

    init(
        name: String, location: Connection.Location, databaseName: String, clock: InstanceClock, random: SeededRandom,
        ledger: Ledger, queue: WriterQueue, users: [PostgresUser]
    ) throws {
        self.name = name
        self.queue = queue
        self.ledger = ledger
        let path: String
        switch location {
        case .file(let file):
            path = file
            temporaryPath = nil
        case .memory:
            // Two connections must see it, so it is a file of the temporary folder that goes with the store.
            path = FileManager.default.temporaryDirectory.path + "/orrery-postgres-\(UUID().uuidString).sqlite"
            temporaryPath = path
        }
        writer = try Connection(.file(path), synchronous: temporaryPath == nil ? .normal : .off, isShared: true)
        try writer.execute(
            """
            create table if not exists "orrery.catalog" (id integer primary key check (id = 1), definition text not null);
            create table if not exists "orrery.sequence" (oid integer primary key, last integer not null, called integer not null);
            create table if not exists "orrery.migration" (name text primary key, sql text not null);
            """)
        reader = try Connection(.file(path), isShared: true)
        runtime = Runtime(clock: clock, random: random)
        runtime.database = databaseName
        runtime.users = users
        for connection in [writer, reader] {
            FunctionRegistration.register(on: connection, runtime)
            // The default would read "x" as a text where there is no column "x".
            try connection.execute("pragma busy_timeout = 5000")
        }
        if let text = try writer.rows("select definition from \"orrery.catalog\"").first?.first?.text {
            committed = try JSONDecoder().decode(Catalog.self, from: Data(text.utf8))
        }
        try runtime.sequences.load(from: writer)
    }

    deinit {
        guard let temporaryPath else { return }
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: temporaryPath + suffix) }
    }

    // MARK: Sessions

    func open(_ id: Int32, _ user: PostgresUser) { sessions[id] = SessionState(id: id, user: user) }

    func session(_ id: Int32) throws(PostgresError) -> SessionState {
        guard let session = sessions[id] else { throw PostgresError("08003", "connection does not exist") }
        return session
    }

    func end(_ id: Int32) {
        if let session = sessions[id] { rollback(session) }
        sessions[id] = nil
        runtime.sequences.endSession(id)
        queue.release(id)
    }

    /// Sets the runtime to the session and its moment.
    func enter(_ session: SessionState) {
        let now = runtime.clockTime
        if session.transactionTime == nil { session.transactionTime = now }
        runtime.transactionTime = session.transactionTime ?? now
        runtime.statementTime = now
        runtime.sessionID = session.id
        runtime.user = session.user.name
        runtime.settings = session.settings
        runtime.catalog = session.isWriting ? working ?? committed : committed
        runtime.pendingError = nil
    }

    // MARK: Transactions

    /// Makes the session the writer.
    ///
    /// - Throws: `WriterIsBusy` when another session writes.
    func beginWriting(_ session: SessionState) throws {
        guard !session.isWriting else { return }
        guard queue.tryAcquire(session.id) else { throw WriterIsBusy() }
        try writer.execute("begin immediate")
        session.isWriting = true
        working = committed
        runtime.catalog = committed
        for index in session.savepoints.indices {
            session.savepoints[index].catalog = committed
            try writer.execute("savepoint \(session.savepoints[index].stored)")
        }
    }

    func commit(_ session: SessionState) throws {
        session.portals = [:]
        defer { clear(session) }
        guard session.isWriting else { return }
        do {
            try ForeignKeys(connection: writer, runtime: runtime).check(after: nil, isCommit: true)
            let catalog = working ?? committed
            if catalog != committed {
                let text = String(decoding: try JSONEncoder().encode(catalog), as: UTF8.self)
                try writer.run(
                    "insert or replace into \"orrery.catalog\" (id, definition) values (1, ?)", [.text(text)])
            }
            try runtime.sequences.save(to: writer)
            try writer.execute("commit")
            committed = catalog
        } catch {
            rollback(session)
            throw error
        }
        release(session)
    }

    func rollback(_ session: SessionState) {
        session.portals = [:]
        if let before = session.settingsBefore { session.settings = before }
        if session.isWriting {
            if writer.isInTransaction { try? writer.execute("rollback") }
            release(session)
        }
        clear(session)
    }

    private func release(_ session: SessionState) {
        session.isWriting = false
        working = nil
        queue.release(session.id)
    }

    private func clear(_ session: SessionState) {
        session.transaction = .none
        session.isReadOnlyTransaction = false
        session.savepoints = []
        session.transactionTime = nil
        session.settingsBefore = nil
    }

    /// Ends the transaction that a statement outside `BEGIN` is.
    func endImplicit(_ session: SessionState) throws {
        guard session.transaction == .none else { return }
        enter(session)
        try commit(session)
    }

    func fail(_ session: SessionState) {
        if session.transaction == .none { rollback(session) } else { session.transaction = .failed }
    }

    func keep(_ catalog: Catalog) { working = catalog }
    var workingCatalog: Catalog { working ?? committed }

    // MARK: Errors

    /// The PostgreSQL error for what SQLite threw.
    func translated(_ error: any Error, _ table: Table?) -> any Error {
        if let failure = runtime.pendingError {
            runtime.pendingError = nil
            return failure
        }
        guard let error = error as? SQLiteError else { return error }
        if error.primaryCode == SQLITE_CONSTRAINT, error.message.hasPrefix("UNIQUE constraint failed: ") {
            return duplicate(String(error.message.dropFirst(26)), table) ?? error
        }
        if error.message == "integer overflow" { return PostgresError.outOfRange("bigint") }
        if error.primaryCode == SQLITE_INTERRUPT { return PostgresError.canceled }
        ledger.record("statement that SQLite refused", of: name, .unsupported(error.message))
        return PostgresError("0A000", "this statement is not supported by the stand-in: \(error.message)")
    }

    private func duplicate(_ columns: String, _ target: Table?) -> PostgresError? {
        for table in runtime.catalog.tables
        where target == nil || runtime.lastRow[table.oid] != nil || table.oid == target?.oid {
            for index in table.indexes where index.isUnique {
                let names = index.keys.compactMap(\.column)
                let plain = names.map { "\(table.storedName).\($0)" }.joined(separator: ", ")
                guard
                    columns == plain && names.count == index.keys.count
                        || columns == "index '\(table.schema).\(index.name)'"
                else { continue }
                var key: String?
                if let row = runtime.lastRow[table.oid], names.count == index.keys.count {
                    let values = names.map { name -> String in
                        guard let place = table.columns.firstIndex(where: { $0.name == name }), place < row.count else {
                            return ""
                        }
                        return row[place].isNull
                            ? "null" : TypeOutput.text(row[place], table.columns[place].type.oid, runtime)
                    }
                    key = "(\(names.joined(separator: ", ")))=(\(values.joined(separator: ", ")))"
                }
                return .duplicateKey(constraint: index.name, table: table.name, schema: table.schema, key: key)
            }
        }
        return nil
    }
}
