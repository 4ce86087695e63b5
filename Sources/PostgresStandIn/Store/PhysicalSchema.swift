import CPgQuery
import SQLiteStore

/// What a table of the catalog is in SQLite: its `CREATE TABLE`, its indexes, and the triggers that check its rows.
///
/// Columns carry no constraint in SQLite but foreign keys, which are deferred there: the store looks at the end of each
/// statement, and can then say which row is at fault. `NOT NULL` and `CHECK` are triggers, because their errors show the row.
struct PhysicalSchema {
    let connection: Connection
    let runtime: Runtime

    private var catalog: Catalog { runtime.catalog }

    func createSQL(_ table: Table) -> String {
        var parts = table.columns.map { column in
            let entry = TypeTable.entry(column.type.oid)
            return "\(column.name.sqlName) \(entry.storage)" + (entry.collation.map { " COLLATE \($0)" } ?? "")
        }
        for constraint in table.constraints where constraint.kind == .foreignKey {
            guard let oid = constraint.parent, let parent = oid == table.oid ? table : catalog.table(oid) else {
                continue
            }
            let words = ["a": "NO ACTION", "r": "NO ACTION", "c": "CASCADE", "n": "SET NULL", "d": "SET DEFAULT"]
            parts.append(
                "FOREIGN KEY (\(constraint.columns.map(\.sqlName).joined(separator: ", "))) REFERENCES \(parent.storedName.sqlName)"
                    + "(\(constraint.parentColumns.map(\.sqlName).joined(separator: ", ")))"
                    + " ON UPDATE \(words[constraint.onUpdate] ?? "NO ACTION") ON DELETE \(words[constraint.onDelete] ?? "NO ACTION") DEFERRABLE INITIALLY DEFERRED"
            )
        }
        return "CREATE TABLE \(table.storedName.sqlName) (\(parts.joined(separator: ", ")))"
    }

    func create(_ table: Table) throws {
        try connection.execute(createSQL(table))
        for index in table.indexes { try create(index, on: table) }
        try createTriggers(table)
    }

    func storedName(_ index: Index, _ table: Table) -> String { "\(table.schema).\(index.name)" }

    func create(_ index: Index, on table: Table) throws {
        let analyzer = Analyzer(runtime)
        let scope = rowScope(table, prefix: "")
        let keys = try index.keys.map { key -> String in
            var sql = key.column.map(\.sqlName) ?? ""
            if let source = key.expression { sql = try expressionSQL(source, analyzer, scope) }
            return sql + (key.isDescending ? " DESC" : "")
        }
        let condition = try index.condition.map { " WHERE " + (try expressionSQL($0, analyzer, scope)) } ?? ""
        let sql =
            "CREATE \(index.isUnique ? "UNIQUE " : "")INDEX \(storedName(index, table).sqlName) ON \(table.storedName.sqlName) (\(keys.joined(separator: ", ")))\(condition)"
        try connection.execute(sql)
    }

    func rowScope(_ table: Table, prefix: String) -> Scope {
        let scope = Scope(parent: nil)
        let columns = table.columns.map { ScopeColumn(name: $0.name, type: $0.type, sql: prefix + $0.name.sqlName) }
        scope.items = [
            FromItem(
                sql: "", entries: [RangeEntry(name: table.name, columns: columns, table: table, alias: "row")],
                visible: columns)
        ]
        return scope
    }

    /// The SQL of an expression that the catalog keeps as PostgreSQL's SQL.
    func expressionSQL(_ source: String, _ analyzer: Analyzer, _ scope: Scope) throws -> String {
        let tree = try SyntaxTree("SELECT \(source)")
        guard let select = tree.statements.first?.node.pointee.select_stmt,
            let value = nodes(select.pointee.n_target_list, select.pointee.target_list).first?.pointee.res_target
                .pointee.val
        else { throw PostgresError.syntax("syntax error") }
        return try analyzer.settled(try analyzer.expression(value, scope)).sql
    }

    func createTriggers(_ table: Table) throws {
        guard table.kind == .table else { return }
        let row = table.columns.map { "NEW.\($0.name.sqlName)" }
        var checks = "SELECT pg_check_row(\(([String(table.oid)] + row).joined(separator: ", ")));"
        let analyzer = Analyzer(runtime)
        for constraint in table.constraints.filter({ $0.kind == .check }).sorted(by: { $0.name < $1.name }) {
            let condition = try expressionSQL(constraint.condition ?? "true", analyzer, rowScope(table, prefix: "NEW."))
            checks += " SELECT pg_raise_check(\(table.oid), \(constraint.name.sqlLiteral)) WHERE NOT \(condition);"
        }
        for (suffix, event) in [("insert", "INSERT"), ("update", "UPDATE")] {
            try connection.execute(
                "CREATE TRIGGER \("\(table.oid).\(suffix)".sqlName) BEFORE \(event) ON \(table.storedName.sqlName) BEGIN \(checks) END"
            )
        }
    }

    func dropTriggers(_ table: Table) throws {
        for suffix in ["insert", "update"] {
            try connection.execute("DROP TRIGGER IF EXISTS \("\(table.oid).\(suffix)".sqlName)")
        }
    }

    /// Puts the table's new `CREATE TABLE` in the place of the old one: for foreign keys and types, which do not change what is
    /// stored (https://www.sqlite.org/lang_altertable.html, "Making Other Kinds Of Table Schema Changes").
    func rewrite(_ table: Table) throws {
        let version = try connection.rows("PRAGMA schema_version").first?.first?.integer ?? 0
        try connection.execute("PRAGMA writable_schema = ON")
        defer { try? connection.execute("PRAGMA writable_schema = RESET") }
        try connection.run(
            "UPDATE sqlite_schema SET sql = ? WHERE type = 'table' AND name = ?",
            [.text(createSQL(table)), .text(table.storedName)])
        try connection.execute("PRAGMA schema_version = \(version + 1)")
    }
}
