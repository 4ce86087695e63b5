import CSQLite
import SQLiteStore

/// Finds the row that violates a foreign key, once SQLite counts that there is one.
struct ForeignKeys {
    let connection: Connection
    let runtime: Runtime

    /// Whether any foreign key is violated at this moment of the transaction.
    var areViolated: Bool {
        var current: Int32 = 0
        var highest: Int32 = 0
        sqlite3_db_status(connection.handle, SQLITE_DBSTATUS_DEFERRED_FKS, &current, &highest, 0)
        return current > 0
    }

    /// Throws for the first violated constraint; deferred ones are left for the commit.
    ///
    /// - Parameter changed: the table of the statement, which decides how the error reads.
    func check(after changed: Table?, isCommit: Bool) throws {
        guard areViolated else { return }
        for table in runtime.catalog.tables {
            for constraint in table.constraints
            where constraint.kind == .foreignKey && (isCommit || !constraint.isInitiallyDeferred) {
                guard let row = try violation(table, constraint) else { continue }
                guard let parent = constraint.parent.flatMap(runtime.catalog.table) else { continue }
                if let changed, changed.oid != table.oid {
                    throw PostgresError.stillReferenced(
                        parent: parent.name, schema: table.schema, constraint: constraint.name, table: table.name,
                        key: key(constraint.parentColumns, row, parent))
                }
                throw missing(table, constraint, row, parent)
            }
        }
    }

    /// Throws when a row that is there already violates the constraint.
    func verify(_ table: Table, _ constraint: Constraint) throws {
        guard let row = try violation(table, constraint), let parent = constraint.parent.flatMap(runtime.catalog.table)
        else { return }
        throw missing(table, constraint, row, parent)
    }

    private func missing(_ table: Table, _ constraint: Constraint, _ row: [SQLiteValue], _ parent: Table)
        -> PostgresError
    {
        .missingParent(
            table: table.name, schema: table.schema, constraint: constraint.name,
            key: key(constraint.columns, row, table), parent: parent.name)
    }

    private func key(_ columns: [String], _ row: [SQLiteValue], _ table: Table) -> String {
        let values = zip(columns, row).map { name, value in
            TypeOutput.text(value, table.column(name)?.type.oid ?? TypeOID.text, runtime)
        }
        return "(\(columns.joined(separator: ", ")))=(\(values.joined(separator: ", ")))"
    }

    private func violation(_ table: Table, _ constraint: Constraint) throws -> [SQLiteValue]? {
        guard let parent = constraint.parent.flatMap(runtime.catalog.table) else { return nil }
        let columns = constraint.columns.map { "c.\($0.sqlName)" }
        let present = columns.map { "\($0) IS NOT NULL" }.joined(separator: " AND ")
        let joined = zip(columns, constraint.parentColumns).map { "p.\($1.sqlName) = \($0)" }.joined(separator: " AND ")
        return try connection.rows(
            "SELECT \(columns.joined(separator: ", ")) FROM \(table.storedName.sqlName) AS c WHERE \(present) AND NOT EXISTS (SELECT 1 FROM \(parent.storedName.sqlName) AS p WHERE \(joined)) LIMIT 1"
        ).first
    }
}
