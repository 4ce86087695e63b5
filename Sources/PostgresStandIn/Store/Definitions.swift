import CPgQuery
import SQLiteStore

/// The DDL that `pg_get_indexdef` and `pg_get_constraintdef` print.
enum Definitions {
    private static func names(_ columns: [String]) -> String {
        columns.map(QualifiedName.quoted).joined(separator: ", ")
    }

    private static func find(_ oid: OID, _ runtime: Runtime) -> (table: Table, index: Index)? {
        for table in runtime.catalog.tables {
            if let index = table.indexes.first(where: { $0.oid == oid }) { return (table, index) }
        }
        return nil
    }

    static func index(_ oid: OID, isPretty: Bool, _ runtime: Runtime) -> SQLiteValue {
        guard let (table, index) = find(oid, runtime) else { return .null }
        let keys = index.keys.map { key in
            var text = keyText(key, table, isPretty: isPretty, runtime)
            if key.isDescending { text += " DESC" }
            if key.isNullsFirst != key.isDescending { text += key.isNullsFirst ? " NULLS FIRST" : " NULLS LAST" }
            return text
        }.joined(separator: ", ")
        // The pretty form leaves out a schema that the path finds.
        let qualified = "\(QualifiedName.quoted(table.schema)).\(QualifiedName.quoted(table.name))"
        let relation = isPretty ? runtime.catalog.relationText(table.oid, path: runtime.searchPath) : qualified
        let unique = index.isUnique ? "UNIQUE " : ""
        var text = "CREATE \(unique)INDEX \(QualifiedName.quoted(index.name)) ON \(relation) USING btree (\(keys))"
        if !index.including.isEmpty { text += " INCLUDE (\(names(index.including)))" }
        if let condition = index.condition {
            text += " WHERE \(RuleText.text(condition, of: table, isPretty: isPretty, runtime))"
        }
        return .text(text)
    }

    /// A column, a call, or any other expression in parentheses.
    private static func keyText(_ key: Index.Key, _ table: Table, isPretty: Bool, _ runtime: Runtime) -> String {
        if let column = key.column { return QualifiedName.quoted(column) }
        let source = key.expression ?? ""
        let text = RuleText.text(source, of: table, isPretty: isPretty, runtime)
        let kind = (try? SyntaxTree("SELECT \(source)"))?.onlyValue?.kind
        return kind == PG_QUERY__NODE__NODE_FUNC_CALL || kind == PG_QUERY__NODE__NODE_COALESCE_EXPR ? text : "(\(text))"
    }

    static func indexColumn(_ oid: OID, _ number: Int, isPretty: Bool, _ runtime: Runtime) -> SQLiteValue {
        guard let (table, index) = find(oid, runtime), number > 0 else { return .null }
        if index.keys.indices.contains(number - 1) {
            return .text(keyText(index.keys[number - 1], table, isPretty: isPretty, runtime))
        }
        let rest = number - 1 - index.keys.count
        return index.including.indices.contains(rest) ? .text(QualifiedName.quoted(index.including[rest])) : .null
    }

    /// The columns of an index as `pg_attribute` has them, named as `ChooseIndexColumnNames` does.
    static func columns(of index: Index, _ table: Table, _ runtime: Runtime) -> [Column] {
        var taken: Set<String> = []
        func add(_ base: String, _ type: TypeRef, _ columns: inout [Column]) {
            var (name, suffix) = (base, 0)
            while !taken.insert(name).inserted {
                suffix += 1
                name = "\(base)\(suffix)"
            }
            columns.append(Column(name: name, number: columns.count + 1, type: type))
        }
        var columns: [Column] = []
        for key in index.keys {
            if let name = key.column, let column = table.column(name) {
                add(name, column.type, &columns)
            } else if let source = key.expression, let tree = try? SyntaxTree("SELECT \(source)"),
                let node = tree.onlyValue
            {
                let type = try? Analyzer(runtime).expression(node, PhysicalScope.row(table)).type
                let name = ColumnName.of(node)
                add(name == "?column?" ? "expr" : name, type ?? TypeRef(TypeOID.text), &columns)
            }
        }
        for name in index.including {
            if let column = table.column(name) { add(name, column.type, &columns) }
        }
        return columns
    }

    static func constraint(_ oid: OID, isPretty: Bool, _ runtime: Runtime) -> SQLiteValue {
        for table in runtime.catalog.tables {
            guard let constraint = table.constraints.first(where: { $0.oid == oid }) else { continue }
            switch constraint.kind {
            case .primaryKey: return .text("PRIMARY KEY (\(names(constraint.columns)))")
            case .unique: return .text("UNIQUE (\(names(constraint.columns)))")
            case .check:
                let text = RuleText.text(
                    constraint.condition ?? "true", of: table, as: TypeRef(TypeOID.bool), isPretty: isPretty, runtime)
                return .text("CHECK (\(text))")
            case .foreignKey: return .text(foreignKey(constraint, runtime))
            }
        }
        return .null
    }

    private static func foreignKey(_ constraint: Constraint, _ runtime: Runtime) -> String {
        let parent = runtime.catalog.relationText(constraint.parent ?? 0, path: runtime.searchPath)
        var text = "FOREIGN KEY (\(names(constraint.columns)))"
        text += " REFERENCES \(parent)(\(names(constraint.parentColumns)))"
        let words = ["r": "RESTRICT", "c": "CASCADE", "n": "SET NULL", "d": "SET DEFAULT"]
        if let word = words[constraint.onUpdate] { text += " ON UPDATE \(word)" }
        if let word = words[constraint.onDelete] { text += " ON DELETE \(word)" }
        if constraint.isDeferrable { text += " DEFERRABLE" }
        if constraint.isInitiallyDeferred { text += " INITIALLY DEFERRED" }
        return text
    }
}
