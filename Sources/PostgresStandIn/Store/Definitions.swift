import SQLiteStore

/// The DDL that `pg_get_indexdef` and `pg_get_constraintdef` print.
enum Definitions {
    private static func names(_ columns: [String]) -> String {
        columns.map(QualifiedName.quoted).joined(separator: ", ")
    }

    static func index(_ oid: OID, _ runtime: Runtime) -> SQLiteValue {
        for table in runtime.catalog.tables {
            guard let index = table.indexes.first(where: { $0.oid == oid }) else { continue }
            let keys = index.keys.map(key).joined(separator: ", ")
            var text =
                "CREATE \(index.isUnique ? "UNIQUE " : "")INDEX \(QualifiedName.quoted(index.name)) ON \(QualifiedName.quoted(table.schema)).\(QualifiedName.quoted(table.name)) USING btree (\(keys))"
            if !index.including.isEmpty { text += " INCLUDE (\(names(index.including)))" }
            if let condition = index.condition { text += " WHERE (\(condition))" }
            return .text(text)
        }
        return .null
    }

    private static func key(_ key: Index.Key) -> String {
        var text =
            key.column.map(QualifiedName.quoted) ?? (key.expression.map { $0.hasSuffix(")") ? $0 : "(\($0))" } ?? "")
        if key.isDescending { text += " DESC" }
        if key.isNullsFirst != key.isDescending { text += key.isNullsFirst ? " NULLS FIRST" : " NULLS LAST" }
        return text
    }

    static func indexColumn(_ oid: OID, _ number: Int, _ runtime: Runtime) -> SQLiteValue {
        for table in runtime.catalog.tables {
            guard let index = table.indexes.first(where: { $0.oid == oid }), index.keys.indices.contains(number - 1)
            else { continue }
            return .text(
                index.keys[number - 1].column.map(QualifiedName.quoted) ?? index.keys[number - 1].expression ?? "")
        }
        return .null
    }

    static func constraint(_ oid: OID, _ runtime: Runtime) -> SQLiteValue {
        for table in runtime.catalog.tables {
            guard let constraint = table.constraints.first(where: { $0.oid == oid }) else { continue }
            switch constraint.kind {
            case .primaryKey: return .text("PRIMARY KEY (\(names(constraint.columns)))")
            case .unique: return .text("UNIQUE (\(names(constraint.columns)))")
            case .check: return .text("CHECK ((\(constraint.condition ?? "true")))")
            case .foreignKey:
                let parent = runtime.catalog.relationText(constraint.parent ?? 0, path: runtime.searchPath)
                var text =
                    "FOREIGN KEY (\(names(constraint.columns))) REFERENCES \(parent)(\(names(constraint.parentColumns)))"
                let words = ["r": "RESTRICT", "c": "CASCADE", "n": "SET NULL", "d": "SET DEFAULT"]
                if let word = words[constraint.onUpdate] { text += " ON UPDATE \(word)" }
                if let word = words[constraint.onDelete] { text += " ON DELETE \(word)" }
                if constraint.isDeferrable { text += " DEFERRABLE" }
                if constraint.isInitiallyDeferred { text += " INITIALLY DEFERRED" }
                return .text(text)
            }
        }
        return .null
    }
}
