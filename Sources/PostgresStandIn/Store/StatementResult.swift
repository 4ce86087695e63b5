import SQLiteStore

/// What one statement gave, before it is written for a client.
struct StatementResult: Sendable {
    struct Column: Sendable {
        var name: String
        var type: TypeRef
        var tableOID: OID = 0
        var number: Int = 0
    }

    /// Nil when the statement returns no rows at all; empty for a `SELECT` without columns.
    var columns: [Column]?
    var rows: [[SQLiteValue]] = []
    var tag = ""
    var notices: [PostgresError] = []
    /// Parameters whose new value the client is told.
    var changedSettings: [(name: String, value: String)] = []
}

/// A statement could not run because another session writes; nothing was changed.
struct WriterIsBusy: Error {}
