import CSQLite

/// What SQLite answered instead of a result.
package struct SQLiteError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The extended result code, such as `SQLITE_CONSTRAINT_UNIQUE`.
    package var code: Int32
    package var message: String
    /// The SQL being run; values bound to it are not part of it.
    package var sql: String?

    package init(code: Int32, message: String, sql: String? = nil) {
        self.code = code
        self.message = message
        self.sql = sql
    }

    /// The code without its extension, such as `SQLITE_CONSTRAINT`.
    package var primaryCode: Int32 { code & 0xFF }

    package var description: String {
        "SQLite error \(code): \(message)" + (sql.map { " - while executing `\($0)`" } ?? "")
    }
}
