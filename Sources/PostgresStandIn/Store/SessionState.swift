/// What the server keeps of one session. It lives on the store's thread.
final class SessionState {
    enum Transaction { case none, open, failed }

    struct Savepoint {
        var name: String
        var catalog: Catalog
        /// Its name in SQLite.
        var stored: String
    }

    struct Prepared {
        var sql: String
        var script: Script?
        var parameters: [OID]
        var columns: [StatementResult.Column]?
    }

    struct Portal {
        var prepared: Prepared
        var values: [BoundValue]
        var formats: [Int16]
        /// The rows not fetched yet, once it ran.
        var result: StatementResult?
        var next = 0
    }

    let id: Int32
    let user: PostgresUser
    var settings = Settings()
    /// The settings when the transaction began, to which a rollback goes back.
    var settingsBefore: Settings?
    var transaction = Transaction.none
    var isReadOnlyTransaction = false
    /// Whether the writing connection has a transaction of this session.
    var isWriting = false
    var transactionTime: Int64?
    var savepoints: [Savepoint] = []
    var prepared: [String: Prepared] = [:]
    var portals: [String: Portal] = [:]

    init(id: Int32, user: PostgresUser) {
        self.id = id
        self.user = user
    }

    var isReadOnly: Bool {
        user.access == .readOnly || isReadOnlyTransaction
            || transaction == .none && (try? settings.value("default_transaction_read_only")) == "on"
    }
}

/// A parsed script with its text.
final class Script {
    let sql: String
    let tree: SyntaxTree

    init(_ sql: String) throws(PostgresError) {
        self.sql = sql
        tree = try SyntaxTree(sql)
    }
}

/// A parameter's value as a client sent it.
enum BoundValue: Sendable {
    case null
    case text([UInt8])
    case binary([UInt8])
}
