import CSQLite

/// One compiled statement of a connection.
package final class Statement {
    package let handle: OpaquePointer
    private unowned let connection: Connection

    /// - Throws: `SQLiteError` for SQL that does not compile, and for an empty text.
    package init(_ sql: String, on connection: Connection, persistent: Bool = false) throws(SQLiteError) {
        var compiled: OpaquePointer?
        let flags = persistent ? UInt32(SQLITE_PREPARE_PERSISTENT) : 0
        let code = sqlite3_prepare_v3(connection.handle, sql, -1, flags, &compiled, nil)
        guard code == SQLITE_OK else { throw connection.lastError(code, sql: sql) }
        guard let compiled else { throw SQLiteError(code: SQLITE_MISUSE, message: "empty statement", sql: sql) }
        handle = compiled
        self.connection = connection
    }

    deinit { sqlite3_finalize(handle) }

    package var columnCount: Int { Int(sqlite3_column_count(handle)) }
    package var parameterCount: Int { Int(sqlite3_bind_parameter_count(handle)) }

    package func columnName(_ index: Int) -> String {
        sqlite3_column_name(handle, Int32(index)).map { String(cString: $0) } ?? ""
    }

    /// Binds `values` to the parameters 1, 2, and so on.
    package func bind(_ values: [SQLiteValue]) throws(SQLiteError) {
        for (index, value) in values.enumerated() { try bind(value, at: index + 1) }
    }

    /// Binds one parameter; `index` starts at 1.
    package func bind(_ value: SQLiteValue, at index: Int) throws(SQLiteError) {
        let index = Int32(index)
        let code: Int32 =
            switch value {
            case .null: sqlite3_bind_null(handle, index)
            case .integer(let value): sqlite3_bind_int64(handle, index, value)
            case .real(let value): sqlite3_bind_double(handle, index, value)
            case .text(""): sqlite3_bind_text(handle, index, "", 0, Self.transient)
            case .text(let value):
                value.utf8.withContiguousStorageIfAvailable { utf8 in
                    utf8.withMemoryRebound(to: CChar.self) { text in
                        sqlite3_bind_text64(
                            handle, index, text.baseAddress, UInt64(text.count), Self.transient,
                            UInt8(SQLITE_UTF8))
                    }
                } ?? sqlite3_bind_text(handle, index, value, -1, Self.transient)
            case .blob(let value):
                value.withUnsafeBytes { bytes in
                    bytes.isEmpty
                        ? sqlite3_bind_zeroblob(handle, index, 0)
                        : sqlite3_bind_blob64(handle, index, bytes.baseAddress, UInt64(bytes.count), Self.transient)
                }
            }
        if code != SQLITE_OK { throw connection.lastError(code, sql: String(cString: sqlite3_sql(handle))) }
    }

    /// Runs a statement with two parameters, a number and bytes, which are not copied.
    package func run(_ number: Int64, _ bytes: [UInt8]) throws(SQLiteError) {
        let code = bytes.withUnsafeBytes { bytes in
            sqlite3_bind_int64(handle, 1, number)
            // Bytes that stay in their place until the statement has run.
            sqlite3_bind_blob64(handle, 2, bytes.baseAddress, UInt64(bytes.count), nil)
            defer { sqlite3_reset(handle) }
            return sqlite3_step(handle)
        }
        sqlite3_bind_null(handle, 2)
        guard code == SQLITE_DONE else { throw connection.lastError(code, sql: String(cString: sqlite3_sql(handle))) }
    }

    /// Goes to the next row; false after the last one.
    package func step() throws(SQLiteError) -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw connection.lastError(code, sql: String(cString: sqlite3_sql(handle)))
        }
    }

    /// Makes it ready to run again, with no values bound.
    package func reset() {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }

    /// The values of the current row.
    package func row() -> [SQLiteValue] {
        (0..<columnCount).map(value)
    }

    /// The value in column `index`, which starts at 0.
    package func value(_ index: Int) -> SQLiteValue {
        let index = Int32(index)
        switch sqlite3_column_type(handle, index) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(handle, index))
        case SQLITE_FLOAT: return .real(sqlite3_column_double(handle, index))
        case SQLITE_TEXT:
            guard let text = sqlite3_column_text(handle, index) else { return .text("") }
            let count = Int(sqlite3_column_bytes(handle, index))
            return .text(String(decoding: UnsafeBufferPointer(start: text, count: count), as: UTF8.self))
        case SQLITE_BLOB:
            let count = Int(sqlite3_column_bytes(handle, index))
            return .blob(Array(UnsafeRawBufferPointer(start: sqlite3_column_blob(handle, index), count: count)))
        default: return .null
        }
    }

    package func integer(_ index: Int) -> Int64 { sqlite3_column_int64(handle, Int32(index)) }

    package func isNull(_ index: Int) -> Bool { sqlite3_column_type(handle, Int32(index)) == SQLITE_NULL }
    package func real(_ index: Int) -> Double { sqlite3_column_double(handle, Int32(index)) }

    /// The bytes in column `index`; none for anything but a blob or a text.
    package func blob(_ index: Int) -> [UInt8] {
        guard let start = sqlite3_column_blob(handle, Int32(index)) else { return [] }
        return Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, Int32(index)))))
    }

    /// Tells SQLite to copy what it is given.
    private static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
}
