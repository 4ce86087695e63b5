import CSQLite

/// One open database, on one thread.
///
/// For example:
///
///     let connection = try Connection(.file("/tmp/shop.sqlite"))
///     try connection.execute("create table item (id integer primary key, name text) strict")
///     try connection.run("insert into item (name) values (?)", [.text("pen")])
package final class Connection {
    package enum Location: Sendable, Equatable {
        case file(String)
        /// Gone when the connection closes.
        case memory
    }

    /// How much a commit waits for.
    package enum Synchronous: String, Sendable {
        /// A commit survives the death of the process, and of the machine up to the last checkpoint.
        case normal
        /// A commit survives the loss of power.
        case full
        case off
    }

    /// For hooks that have no wrapper here: functions, virtual tables, interruption.
    package let handle: OpaquePointer
    private var cache: [String: Statement] = [:]
    private static let cacheLimit = 512

    /// Opens the database in WAL mode, locked for this connection alone, and creates the file if it is missing.
    ///
    /// - Parameter isShared: leaves the file open to other connections, such as readers beside a writer.
    /// - Throws: `SQLiteError`, for example `SQLITE_CANTOPEN`, or `SQLITE_BUSY` when another process holds it.
    package init(
        _ location: Location, synchronous: Synchronous = .normal, cacheMegabytes: Int = 8, isShared: Bool = false
    )
        throws(SQLiteError)
    {
        let path =
            switch location {
            case .file(let path): path
            case .memory: ":memory:"
            }
        _ = Self.configuration
        var opened: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        let code = sqlite3_open_v2(path, &opened, flags, nil)
        guard code == SQLITE_OK, let opened else {
            let message = opened.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
            sqlite3_close_v2(opened)
            throw SQLiteError(code: code, message: "\(message): \(path)")
        }
        handle = opened
        let locking = isShared ? "" : "pragma locking_mode = exclusive;"
        let lock = location == .memory ? "" : "\(locking) pragma journal_mode = wal;"
        try execute(
            """
            \(lock)
            pragma synchronous = \(synchronous.rawValue);
            pragma cache_size = -\(cacheMegabytes * 1024);
            pragma secure_delete = off;
            pragma temp_store = memory;
            pragma foreign_keys = on;
            """)
    }

    /// Done once, before the library is first used; refused when somebody else has used it, which does no harm.
    private static let configuration = sqlite3_stop_counting_memory()

    deinit {
        cache.removeAll()
        sqlite3_close_v2(handle)
    }

    /// Runs every statement in `sql`, ignoring rows.
    package func execute(_ sql: String) throws(SQLiteError) {
        let code = sqlite3_exec(handle, sql, nil, nil, nil)
        if code != SQLITE_OK { throw lastError(code, sql: sql) }
    }

    /// A statement that stays compiled as long as the connection lives. It must not be used twice at once.
    package func statement(_ sql: String) throws(SQLiteError) -> Statement {
        if let statement = cache[sql] { return statement }
        if cache.count >= Self.cacheLimit { cache.removeAll() }
        let statement = try Statement(sql, on: self, persistent: true)
        cache[sql] = statement
        return statement
    }

    /// Runs one statement to its end, ignoring rows; returns how many rows it changed.
    @discardableResult
    package func run(_ sql: String, _ values: [SQLiteValue] = []) throws(SQLiteError) -> Int {
        let statement = try statement(sql)
        defer { statement.reset() }
        try statement.bind(values)
        while try statement.step() {}
        return Int(sqlite3_changes64(handle))
    }

    /// Every row of one statement.
    package func rows(_ sql: String, _ values: [SQLiteValue] = []) throws(SQLiteError) -> [[SQLiteValue]] {
        let statement = try statement(sql)
        defer { statement.reset() }
        try statement.bind(values)
        var rows: [[SQLiteValue]] = []
        while try statement.step() { rows.append(statement.row()) }
        return rows
    }

    /// Runs `body` in a transaction: committed when it returns, rolled back when it throws.
    package func transaction<Result>(_ body: () throws -> Result) throws -> Result {
        try execute("begin immediate")
        do {
            let result = try body()
            try execute("commit")
            return result
        } catch {
            if sqlite3_get_autocommit(handle) == 0 { try execute("rollback") }
            throw error
        }
    }

    /// How many rows the last statement changed.
    package var changedRows: Int { Int(sqlite3_changes64(handle)) }
    package var lastInsertedRow: Int64 { sqlite3_last_insert_rowid(handle) }
    package var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    /// Writes a consistent copy of the whole database to `path`, which must not exist or be an older copy.
    package func backup(to path: String) throws(SQLiteError) {
        var target: OpaquePointer?
        let opened = sqlite3_open_v2(path, &target, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nil)
        defer { sqlite3_close_v2(target) }
        guard opened == SQLITE_OK, let backup = sqlite3_backup_init(target, "main", handle, "main") else {
            throw SQLiteError(code: opened, message: "cannot write the copy \(path)")
        }
        let stepped = sqlite3_backup_step(backup, -1)
        let finished = sqlite3_backup_finish(backup)
        if stepped != SQLITE_DONE { throw SQLiteError(code: stepped, message: "cannot write the copy \(path)") }
        if finished != SQLITE_OK { throw SQLiteError(code: finished, message: "cannot write the copy \(path)") }
    }

    func lastError(_ code: Int32, sql: String?) -> SQLiteError {
        SQLiteError(code: code, message: String(cString: sqlite3_errmsg(handle)), sql: sql)
    }
}
