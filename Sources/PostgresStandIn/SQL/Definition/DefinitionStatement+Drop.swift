import CPgQuery
import SQLiteStore

extension DefinitionStatement {
    private static let kinds: [UInt32: String] = [
        PG_QUERY__OBJECT_TYPE__OBJECT_TABLE.rawValue: "table", PG_QUERY__OBJECT_TYPE__OBJECT_VIEW.rawValue: "view",
        PG_QUERY__OBJECT_TYPE__OBJECT_INDEX.rawValue: "index",
        PG_QUERY__OBJECT_TYPE__OBJECT_SEQUENCE.rawValue: "sequence",
        PG_QUERY__OBJECT_TYPE__OBJECT_SCHEMA.rawValue: "schema", PG_QUERY__OBJECT_TYPE__OBJECT_TYPE.rawValue: "type",
    ]

    mutating func drop(_ node: UnsafeMutablePointer<PgQuery__DropStmt>) throws -> String {
        guard let kind = Self.kinds[node.pointee.remove_type.rawValue] else {
            throw PostgresError.unsupported("DROP of this kind of object is not supported")
        }
        let cascades = node.pointee.behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE
        let dropping = nodes(node.pointee.n_objects, node.pointee.objects)
        for object in dropping {
            var names = object.list.compactMap(\.string)
            if let name = object.string { names = [name] }
            if object.kind == PG_QUERY__NODE__NODE_TYPE_NAME, let type = object.pointee.type_name {
                names = nodes(type.pointee.n_names, type.pointee.names).compactMap(\.string)
            }
            let schema = names.count > 1 ? names[names.count - 2] : nil
            let name = names.last ?? ""
            guard try drop(kind, schema, name, cascades: cascades, alongWith: dropping) else {
                let shown = names.joined(separator: ".")
                let text =
                    kind == "schema" || kind == "type"
                    ? "\(kind) \"\(shown)\" does not exist" : "\(kind) \"\(shown)\" does not exist"
                guard node.pointee.missing_ok != 0 else {
                    throw PostgresError(
                        kind == "schema" ? "3F000" : kind == "index" || kind == "type" ? "42704" : "42P01", text)
                }
                notice("00000", text + ", skipping")
                continue
            }
        }
        return "DROP \(kind.uppercased())"
    }

    private mutating func drop(_ kind: String, _ schema: String?, _ name: String, cascades: Bool, alongWith: [Node])
        throws -> Bool
    {
        let path = runtime.searchPath
        switch kind {
        case "schema": return try dropSchema(name, cascades: cascades)
        case "sequence":
            guard let sequence = runtime.catalog.findSequence(schema: schema, name: name, path: path) else {
                return false
            }
            for table in runtime.catalog.tables where !cascades {
                for column in table.columns
                where column.sequence == sequence.oid
                    || column.defaultSQL?.hasPrefix("nextval('\(sequence.name)'") == true
                {
                    throw PostgresError.dependent(
                        "sequence \(name)",
                        "default value for column \(column.name) of table \(table.name) depends on sequence \(name)")
                }
            }
            runtime.catalog.removeSequence(sequence.oid)
            runtime.sequences.forget(sequence.oid)
        case "index":
            guard let (found, index) = runtime.catalog.findIndex(schema: schema, name: name, path: path) else {
                return false
            }
            if let constraint = found.constraints.first(where: { $0.oid == index.constraint }) {
                throw PostgresError(
                    "2BP01",
                    "cannot drop index \(name) because constraint \(constraint.name) on table \(found.name) requires it",
                    hint: "You can drop constraint \(constraint.name) on table \(found.name) instead.")
            }
            var table = found
            try connection.execute("DROP INDEX \(physical.storedName(index, table).sqlName)")
            table.indexes.removeAll { $0.oid == index.oid }
            runtime.catalog.put(table)
        case "type":
            guard
                let type = runtime.catalog.enums.first(where: {
                    $0.name == name && (schema.map { [$0] } ?? path).contains($0.schema)
                })
            else { return false }
            for table in runtime.catalog.tables {
                if let column = table.columns.first(where: { $0.type.oid == type.oid }) {
                    throw PostgresError.dependent(
                        "type \(name)", "column \(column.name) of table \(table.name) depends on type \(name)")
                }
            }
            runtime.catalog.enums.removeAll { $0.oid == type.oid }
        default:
            guard let table = runtime.catalog.findTable(schema: schema, name: name, path: path) else { return false }
            guard (kind == "view") == (table.kind == .view) else {
                throw PostgresError(
                    "42809", "\"\(name)\" is not a \(kind)",
                    hint:
                        "Use DROP \(table.kind == .view ? "VIEW" : "TABLE") to remove a \(table.kind == .view ? "view" : "table")."
                )
            }
            let others = Set(alongWith.compactMap { $0.list.compactMap(\.string).last })
            try dropTable(table, cascades: cascades, alongWith: others)
        }
        return true
    }

    /// Drops a table or view with what depends on it, or refuses.
    mutating func dropTable(_ table: Table, cascades: Bool, alongWith: Set<String>) throws {
        let kind = table.kind == .view ? "view" : "table"
        for child in runtime.catalog.tables where child.oid != table.oid {
            let foreign = child.constraints.filter { $0.parent == table.oid }
            if !foreign.isEmpty {
                guard cascades || alongWith.contains(child.name) else {
                    throw PostgresError.dependent(
                        "\(kind) \(table.name)",
                        "constraint \(foreign[0].name) on table \(child.name) depends on \(kind) \(table.name)")
                }
                var changed = child
                changed.constraints.removeAll { $0.parent == table.oid }
                if cascades {
                    for constraint in foreign {
                        notice("00000", "drop cascades to constraint \(constraint.name) on table \(child.name)")
                    }
                }
                runtime.catalog.put(changed)
                try physical.rewrite(changed)
            }
            if child.kind == .view, ViewDependency.uses(child, table) {
                guard cascades || alongWith.contains(child.name) else {
                    throw PostgresError.dependent(
                        "\(kind) \(table.name)", "view \(child.name) depends on \(kind) \(table.name)")
                }
                if cascades { notice("00000", "drop cascades to view \(child.name)") }
                try dropTable(child, cascades: cascades, alongWith: alongWith)
            }
        }
        if table.kind == .table { try connection.execute("DROP TABLE \(table.storedName.sqlName)") }
        for sequence in runtime.catalog.sequences where sequence.owner == table.oid {
            runtime.catalog.removeSequence(sequence.oid)
            runtime.sequences.forget(sequence.oid)
        }
        runtime.catalog.comments.removeAll { $0.object == table.oid }
        runtime.catalog.removeTable(table.oid)
    }

    private mutating func dropSchema(_ name: String, cascades: Bool) throws -> Bool {
        guard runtime.catalog.hasSchema(name) else { return false }
        guard name != "pg_catalog", name != "information_schema" else {
            throw PostgresError("42501", "permission denied: \"\(name)\" is a system schema")
        }
        let tables = runtime.catalog.tables.filter { $0.schema == name }
        let sequences = runtime.catalog.sequences.filter { $0.schema == name && $0.owner == nil }
        if !cascades,
            let first = tables.first.map({ "\($0.kind == .view ? "view" : "table") \(name).\($0.name)" })
                ?? sequences.first.map({ "sequence \(name).\($0.name)" })
        {
            throw PostgresError.dependent("schema \(name)", "\(first) depends on schema \(name)")
        }
        for table in tables.reversed() where runtime.catalog.table(table.oid) != nil {
            try dropTable(table, cascades: true, alongWith: [])
        }
        for sequence in sequences { runtime.catalog.removeSequence(sequence.oid) }
        runtime.catalog.enums.removeAll { $0.schema == name }
        runtime.catalog.schemas.removeAll { $0.name == name }
        notices.removeAll { $0.message.hasPrefix("drop cascades to") }
        let path = runtime.searchPath
        let dropped = tables.map {
            "drop cascades to \($0.kind == .view ? "view" : "table") \(path.contains(name) ? "" : QualifiedName.quoted(name) + ".")\(QualifiedName.quoted($0.name))"
        }
        if dropped.count == 1 { notice("00000", dropped[0]) }
        if dropped.count > 1 {
            notice("00000", "drop cascades to \(dropped.count) other objects")
            notices[notices.count - 1].detail = dropped.joined(separator: "\n")
        }
        return true
    }
}

/// Which tables a view reads.
enum ViewDependency {
    static func uses(_ view: Table, _ table: Table) -> Bool {
        guard let query = view.query, let tree = try? SyntaxTree(query),
            let select = tree.statements.first?.node.pointee.select_stmt
        else { return false }
        return mentions(select, table, 0)
    }

    private static func mentions(_ select: UnsafeMutablePointer<PgQuery__SelectStmt>, _ table: Table, _ depth: Int)
        -> Bool
    {
        guard depth < 40 else { return false }
        func item(_ node: Node) -> Bool {
            switch node.kind {
            case PG_QUERY__NODE__NODE_RANGE_VAR:
                let schema = text(node.pointee.range_var.pointee.schemaname)
                return text(node.pointee.range_var.pointee.relname) == table.name
                    && (schema.isEmpty || schema == table.schema)
            case PG_QUERY__NODE__NODE_JOIN_EXPR:
                return [node.pointee.join_expr.pointee.larg, node.pointee.join_expr.pointee.rarg].contains {
                    $0.map(item) ?? false
                }
            case PG_QUERY__NODE__NODE_RANGE_SUBSELECT:
                return node.pointee.range_subselect.pointee.subquery?.pointee.select_stmt.map {
                    mentions($0, table, depth + 1)
                } ?? false
            default: return false
            }
        }
        if nodes(select.pointee.n_from_clause, select.pointee.from_clause).contains(where: item) { return true }
        if let left = select.pointee.larg, mentions(left, table, depth + 1) { return true }
        if let right = select.pointee.rarg, mentions(right, table, depth + 1) { return true }
        guard let with = select.pointee.with_clause else { return false }
        return nodes(with.pointee.n_ctes, with.pointee.ctes).contains { node in
            node.pointee.common_table_expr.pointee.ctequery?.pointee.select_stmt.map { mentions($0, table, depth + 1) }
                ?? false
        }
    }
}
