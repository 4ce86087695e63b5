import CPgQuery
import Fidelity

/// The `FROM` clause: tables, subqueries, joins, functions.
extension Analyzer {
    func addFrom(_ items: [Node], _ scope: Scope) throws {
        for item in items {
            let from = try fromItem(item, scope)
            try check(from, against: scope.items.flatMap(\.entries))
            scope.items.append(from)
        }
    }

    /// The SQL of all items of a scope.
    func fromClause(_ scope: Scope) -> String {
        guard !scope.items.isEmpty else { return "" }
        return " FROM "
            + scope.items.enumerated().map {
                $0.offset > 0 && $0.element.hasOuterJoin ? "(\($0.element.sql))" : $0.element.sql
            }
            .joined(separator: " CROSS JOIN ")
    }

    private func check(_ item: FromItem, against entries: [RangeEntry]) throws {
        for entry in item.entries
        where entries.contains(where: {
            $0.name == entry.name
                && !(($0.schema ?? "") != (entry.schema ?? "") && $0.table != nil && entry.table != nil)
        }) {
            throw PostgresError.duplicateAlias(entry.name)
        }
    }

    func fromItem(_ node: Node, _ scope: Scope) throws -> FromItem {
        try nested {
            switch node.kind {
            case PG_QUERY__NODE__NODE_RANGE_VAR: return try relation(node.pointee.range_var, scope)
            case PG_QUERY__NODE__NODE_RANGE_SUBSELECT: return try subselect(node.pointee.range_subselect, scope)
            case PG_QUERY__NODE__NODE_JOIN_EXPR: return try join(node.pointee.join_expr, scope)
            case PG_QUERY__NODE__NODE_RANGE_FUNCTION: return try function(node.pointee.range_function, scope)
            default: throw PostgresError.unsupported("this kind of FROM item is not supported")
            }
        }
    }

    // MARK: Tables

    private func relation(_ node: UnsafeMutablePointer<PgQuery__RangeVar>, _ scope: Scope) throws -> FromItem {
        let schema = node.pointee.schemaname.flatMap { text($0).isEmpty ? nil : text($0) }
        let name = text(node.pointee.relname)
        let location = Int(node.pointee.location)
        let alias = node.pointee.alias
        let shown = alias.map { text($0.pointee.aliasname) } ?? name
        let sqlAlias = makeAlias()
        if schema == nil, let common = scope.commonTable(name) {
            let columns = common.columns.map { ScopeColumn(name: $0.name, type: $0.type, sql: "\(sqlAlias).\($0.sql)") }
            return try item("\(common.sqlName) AS \(sqlAlias)", shown, columns, alias, sqlAlias, location: location)
        }
        if let table = catalog.findTable(schema: schema, name: name, path: runtime.searchPath) {
            if table.kind == .view { return try view(table, shown, alias, sqlAlias, location: location) }
            let columns = table.columns.map {
                ScopeColumn(
                    name: $0.name, type: $0.type, sql: "\(sqlAlias).\($0.name.sqlName)", tableOID: table.oid,
                    number: $0.number)
            }
            return try item(
                "\(table.storedName.sqlName) AS \(sqlAlias)", shown, columns, alias, sqlAlias, table: table,
                location: location)
        }
        if let system = systemTable(schema: schema, name: name) {
            let columns = system.columns.enumerated().map {
                ScopeColumn(
                    name: $0.element.name, type: TypeRef($0.element.type), sql: "\(sqlAlias).c\($0.offset + 1)",
                    tableOID: system.oid, number: $0.offset + 1)
            }
            return try item(
                "\(system.storedName.sqlName) AS \(sqlAlias)", shown, columns, alias, sqlAlias, location: location)
        }
        if let sequence = catalog.findSequence(schema: schema, name: name, path: runtime.searchPath) {
            let sql =
                "(SELECT pg_sequence_part(\(sequence.oid), 0) AS c1, 0 AS c2, pg_sequence_part(\(sequence.oid), 1) AS c3) AS \(sqlAlias)"
            let columns = [("last_value", TypeOID.int8), ("log_cnt", TypeOID.int8), ("is_called", TypeOID.bool)]
                .enumerated().map {
                    ScopeColumn(name: $0.element.0, type: TypeRef($0.element.1), sql: "\(sqlAlias).c\($0.offset + 1)")
                }
            return try item(sql, shown, columns, alias, sqlAlias, location: location)
        }
        let full = [schema, name].compactMap { $0 }.joined(separator: ".")
        if schema == "pg_catalog" || schema == "information_schema" {
            touch(full, .unsupported("no such catalog table here"))
        }
        throw PostgresError.noRelation(full).at(location)
    }

    /// A catalog table, noted for the statement's `WITH`.
    private func systemTable(schema: String?, name: String) -> SystemTable? {
        let places = schema.map { [$0] } ?? runtime.searchPath
        for place in places {
            if let table = SystemCatalog.table(schema: place, name: name) {
                if !systemTables.contains(where: { $0.oid == table.oid }) { systemTables.append(table) }
                return table
            }
        }
        return nil
    }

    private func view(
        _ table: Table, _ shown: String, _ alias: UnsafeMutablePointer<PgQuery__Alias>?, _ sqlAlias: String,
        location: Int
    ) throws -> FromItem {
        let tree = try SyntaxTree(table.query ?? "")
        guard let statement = tree.statements.first, let select = statement.node.pointee.select_stmt else {
            throw PostgresError.unsupported("view \"\(table.name)\" cannot be read")
        }
        let plan = try self.select(select, Scope(parent: nil))
        let sql = try plan.build(zip(table.columns, plan.types).map { $0.type.oid == $1.oid ? $1 : $0.type })
        let columns = table.columns.enumerated().map {
            ScopeColumn(
                name: $0.element.name, type: $0.element.type, sql: "\(sqlAlias).c\($0.offset + 1)", tableOID: table.oid,
                number: $0.element.number)
        }
        return try item("(\(sql)) AS \(sqlAlias)", shown, columns, alias, sqlAlias, location: location)
    }

    /// One item with one table in it, its columns renamed by the alias.
    private func item(
        _ sql: String, _ name: String, _ columns: [ScopeColumn], _ alias: UnsafeMutablePointer<PgQuery__Alias>?,
        _ sqlAlias: String,
        table: Table? = nil, location: Int
    ) throws -> FromItem {
        var columns = columns
        if let alias {
            let names = nodes(alias.pointee.n_colnames, alias.pointee.colnames).compactMap(\.string)
            guard names.count <= columns.count else {
                throw PostgresError(
                    "42P10",
                    "table \"\(name)\" has \(columns.count) columns available but \(names.count) columns specified"
                ).at(location)
            }
            for (index, name) in names.enumerated() { columns[index].name = name }
        }
        let entry = RangeEntry(
            name: name, schema: alias == nil ? table?.schema : nil, columns: columns, table: table, alias: sqlAlias)
        return FromItem(sql: sql, entries: [entry], visible: columns)
    }

    private func subselect(_ node: UnsafeMutablePointer<PgQuery__RangeSubselect>, _ scope: Scope) throws -> FromItem {
        guard let select = node.pointee.subquery?.pointee.select_stmt else {
            throw PostgresError.syntax("syntax error")
        }
        if node.pointee.lateral != 0 { throw PostgresError.unsupported("LATERAL subqueries are not supported") }
        guard let alias = node.pointee.alias else {
            throw PostgresError(
                "42601", "subquery in FROM must have an alias", hint: "For example, FROM (SELECT ...) [AS] foo.")
        }
        // A subquery sees the common tables and the outer query, but not its neighbours.
        let outer = Scope(parent: scope.parent)
        outer.commonTables = scope.commonTables
        let plan = try self.select(select, outer)
        let sqlAlias = makeAlias()
        let types = plan.types
        let columns = plan.columns.enumerated().map { index, column in
            ScopeColumn(
                name: column.name, type: types[index], sql: "\(sqlAlias).c\(index + 1)", tableOID: column.tableOID,
                number: column.number)
        }
        return try item(
            "(\(try plan.build(types))) AS \(sqlAlias)", text(alias.pointee.aliasname), columns, alias, sqlAlias,
            location: -1)
    }

    private func function(_ node: UnsafeMutablePointer<PgQuery__RangeFunction>, _ scope: Scope) throws -> FromItem {
        let functions = nodes(node.pointee.n_functions, node.pointee.functions)
        guard functions.count == 1, let call = functions[0].list.first, call.kind == PG_QUERY__NODE__NODE_FUNC_CALL,
            let function = call.pointee.func_call, node.pointee.n_coldeflist == 0
        else { throw PostgresError.unsupported("this kind of function in FROM is not supported") }
        let name = nodes(function.pointee.n_funcname, function.pointee.funcname).compactMap(\.string).last ?? ""
        let alias = node.pointee.alias
        let shown = alias.map { text($0.pointee.aliasname) } ?? name
        let sqlAlias = makeAlias()
        var columns: [ScopeColumn]
        let sql: String
        if let set = SetFunctions.byName[name] {
            let call = try setFunction(function, set, scope)
            columns = call.columns.enumerated().map { index, column in
                let value =
                    call.columns.count == 1 ? "\(sqlAlias).value" : "json_extract(\(sqlAlias).value, '$[\(index)]')"
                // With one column, the alias of the table names the column too.
                let columnName = call.columns.count == 1 && alias != nil && column.name == name ? shown : column.name
                return ScopeColumn(name: columnName, type: TypeRef(column.type), sql: value)
            }
            sql = "json_each(\(call.json)) AS \(sqlAlias)"
        } else {
            let value = try settled(try expression(call, scope))
            columns = [ScopeColumn(name: alias == nil ? name : shown, type: value.type, sql: "\(sqlAlias).c1")]
            sql = "(SELECT \(value.sql) AS c1) AS \(sqlAlias)"
        }
        if node.pointee.ordinality != 0 {
            columns.append(ScopeColumn(name: "ordinality", type: TypeRef(TypeOID.int8), sql: "(\(sqlAlias).key + 1)"))
        }
        return try item(sql, shown, columns, alias, sqlAlias, location: -1)
    }

    // MARK: Joins

    private func join(_ node: UnsafeMutablePointer<PgQuery__JoinExpr>, _ scope: Scope) throws -> FromItem {
        guard let left = node.pointee.larg, let right = node.pointee.rarg else {
            throw PostgresError.syntax("syntax error")
        }
        let a = try fromItem(left, scope)
        // A function on the right of a join may use the columns on its left.
        let inner = Scope(parent: scope.parent)
        inner.commonTables = scope.commonTables
        inner.items = scope.items + [a]
        let b = try fromItem(right, right.kind == PG_QUERY__NODE__NODE_RANGE_FUNCTION ? inner : scope)
        try check(b, against: a.entries)
        let type = node.pointee.jointype
        let isFull = type == PG_QUERY__JOIN_TYPE__JOIN_FULL
        let isRight = type == PG_QUERY__JOIN_TYPE__JOIN_RIGHT
        let isLeft = type == PG_QUERY__JOIN_TYPE__JOIN_LEFT
        let word = isFull ? "FULL JOIN" : isRight ? "RIGHT JOIN" : isLeft ? "LEFT JOIN" : "JOIN"
        var names = nodes(node.pointee.n_using_clause, node.pointee.using_clause).compactMap(\.string)
        if node.pointee.is_natural != 0 {
            names = a.visible.map(\.name).filter { name in b.visible.contains { $0.name == name } }
        }
        var merged: [ScopeColumn] = []
        var tests: [String] = []
        for name in names {
            guard let x = a.visible.first(where: { $0.name == name }) else {
                throw PostgresError(
                    "42703", "column \"\(name)\" specified in USING clause does not exist in left table")
            }
            guard let y = b.visible.first(where: { $0.name == name }) else {
                throw PostgresError(
                    "42703", "column \"\(name)\" specified in USING clause does not exist in right table")
            }
            let test = try binary(Expression(x.sql, x.type), "=", Expression(y.sql, y.type), location: -1)
            tests.append(test.sql)
            var column = isRight ? y : x
            if isFull { column.sql = "coalesce(\(x.sql), \(y.sql))" }
            merged.append(column)
        }
        if let quals = node.pointee.quals {
            let both = Scope(parent: scope.parent)
            both.commonTables = scope.commonTables
            both.items = [FromItem(sql: "", entries: a.entries + b.entries, visible: a.visible + b.visible)]
            both.clause = "JOIN conditions"
            tests.append(try condition(quals, both, clause: "JOIN/ON"))
        }
        let wrapped = right.kind == PG_QUERY__NODE__NODE_JOIN_EXPR ? "(\(b.sql))" : b.sql
        let sql =
            "\(a.sql) \(tests.isEmpty && word == "JOIN" ? "CROSS JOIN" : word) \(wrapped)"
            + (tests.isEmpty ? (word == "JOIN" ? "" : " ON 1") : " ON \(tests.joined(separator: " AND "))")
        let rest = { (columns: [ScopeColumn]) in columns.filter { !names.contains($0.name) } }
        let visible = merged + rest(a.visible) + rest(b.visible)
        if let alias = node.pointee.alias, !text(alias.pointee.aliasname).isEmpty {
            let entry = RangeEntry(name: text(alias.pointee.aliasname), columns: visible, alias: makeAlias())
            return FromItem(sql: sql, entries: [entry], visible: visible, hasOuterJoin: true)
        }
        return FromItem(
            sql: sql, entries: a.entries + b.entries, visible: visible,
            hasOuterJoin: word != "JOIN" || a.hasOuterJoin || b.hasOuterJoin)
    }
}
