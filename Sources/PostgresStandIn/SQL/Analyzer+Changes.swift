import CPgQuery
import Fidelity

/// What a data-changing statement became: its SQL, and the columns it returns.
struct ChangePlan {
    var sql: String
    var columns: [OutputColumn] = []
    var table: Table
    /// `INSERT`, `UPDATE`, `DELETE`.
    var verb: String
}

/// `INSERT`, `UPDATE`, `DELETE`.
extension Analyzer {
    func target(_ node: UnsafeMutablePointer<PgQuery__RangeVar>) throws -> Table {
        let schema = text(node.pointee.schemaname)
        let name = text(node.pointee.relname)
        let full = schema.isEmpty ? name : "\(schema).\(name)"
        guard let table = catalog.findTable(schema: schema.isEmpty ? nil : schema, name: name, path: runtime.searchPath)
        else {
            if SystemCatalog.table(schema: schema.isEmpty ? "pg_catalog" : schema, name: name) != nil {
                throw PostgresError("42501", "permission denied: \"\(name)\" is a system catalog").at(
                    Int(node.pointee.location))
            }
            throw PostgresError.noRelation(full).at(Int(node.pointee.location))
        }
        guard table.kind == .table else {
            throw PostgresError.unsupported("changing the rows of views is not supported")
        }
        return table
    }

    /// The columns of the changed table under `prefix`, as expressions see them.
    private func entry(_ table: Table, _ name: String, prefix: String, alias: String) -> RangeEntry {
        let columns = table.columns.map {
            ScopeColumn(
                name: $0.name, type: $0.type, sql: "\(prefix)\($0.name.sqlName)", tableOID: table.oid, number: $0.number
            )
        }
        return RangeEntry(name: name, columns: columns, table: table, alias: alias)
    }

    private func shownName(_ node: UnsafeMutablePointer<PgQuery__RangeVar>) -> String {
        node.pointee.alias.map { text($0.pointee.aliasname) } ?? text(node.pointee.relname)
    }

    private func with(_ clause: UnsafeMutablePointer<PgQuery__WithClause>?, _ scope: Scope) throws -> String {
        try clause.map { try commonTables($0, scope) } ?? ""
    }

    /// The `RETURNING` list: it sees the changed table by its columns' bare names.
    private func returning(_ list: [Node], _ table: Table, _ name: String, _ outer: Scope) throws -> (
        sql: String, columns: [OutputColumn]
    ) {
        guard !list.isEmpty else { return ("", []) }
        let scope = Scope(parent: nil)
        scope.commonTables = outer.commonTables
        let entry = entry(table, name, prefix: "", alias: "")
        scope.items = [FromItem(sql: "", entries: [entry], visible: entry.columns)]
        scope.clause = "RETURNING"
        let columns = try list.flatMap { try outputs($0, scope) }
        let settled = try columns.map { column in
            var column = column
            column.expression = try self.settled(column.expression)
            return column
        }
        let sql = settled.enumerated().map { "\($0.element.expression.sql) AS c\($0.offset + 1)" }.joined(
            separator: ", ")
        return (" RETURNING " + sql, settled)
    }

    /// The default of a column, as SQL.
    func defaultValue(_ column: Column, _ table: Table) throws -> String {
        if let sequence = column.sequence, column.identity != nil { return "pg_nextval_regclass(\(sequence))" }
        guard let source = column.defaultSQL else { return "NULL" }
        let tree = try SyntaxTree("SELECT \(source)")
        guard let select = tree.statements.first?.node.pointee.select_stmt,
            let value = nodes(select.pointee.n_target_list, select.pointee.target_list).first?.pointee.res_target
                .pointee.val
        else { return "NULL" }
        let result = try coerce(try expression(value, Scope(parent: nil)), to: column.type, .assignment)
        return result.sql
    }

    // MARK: INSERT

    func insert(_ node: UnsafeMutablePointer<PgQuery__InsertStmt>) throws -> ChangePlan {
        guard let relation = node.pointee.relation else { throw PostgresError.syntax("syntax error") }
        let table = try target(relation)
        needsWriter = true
        let scope = Scope(parent: nil)
        let with = try with(node.pointee.with_clause, scope)
        let named = nodes(node.pointee.n_cols, node.pointee.cols)
        var targets: [Column] = []
        for item in named {
            guard let target = item.pointee.res_target else { continue }
            let name = text(target.pointee.name)
            guard let column = table.column(name) else {
                throw PostgresError.noColumn(name, of: table.name).at(Int(target.pointee.location))
            }
            guard !targets.contains(where: { $0.name == name }) else {
                throw PostgresError.duplicateColumn(name).at(Int(target.pointee.location))
            }
            targets.append(column)
        }
        let overrides = node.pointee.override == PG_QUERY__OVERRIDING_KIND__OVERRIDING_SYSTEM_VALUE
        let select = node.pointee.select_stmt?.pointee.select_stmt
        let source: String
        if let select, select.pointee.n_values_lists > 0, select.pointee.n_sort_clause == 0,
            select.pointee.limit_count == nil
        {
            source = try insertValues(select, table, &targets, named, scope, overrides: overrides)
        } else if let select {
            source = try insertQuery(select, table, &targets, named, scope, overrides: overrides)
        } else {
            source = "VALUES (\(try table.columns.map { try defaultValue($0, table) }.joined(separator: ", ")))"
        }
        let names = table.columns.map(\.name.sqlName).joined(separator: ", ")
        let shown = shownName(relation)
        let conflict = try node.pointee.on_conflict_clause.map { try onConflict($0, table, shown) } ?? ""
        let returned = try returning(
            nodes(node.pointee.n_returning_list, node.pointee.returning_list), table, shown, scope)
        let sql = "\(with)INSERT INTO \(table.storedName.sqlName) (\(names)) \(source)\(conflict)\(returned.sql)"
        return ChangePlan(sql: sql, columns: returned.columns, table: table, verb: "INSERT")
    }

    private func checkWidth(_ width: Int, _ targets: inout [Column], _ named: [Node], _ table: Table, _ location: Int)
        throws
    {
        if named.isEmpty { targets = Array(table.columns.prefix(width)) }
        if width > targets.count {
            throw PostgresError.syntax("INSERT has more expressions than target columns").at(location)
        }
        if width < targets.count, !named.isEmpty {
            throw PostgresError.syntax("INSERT has more target columns than expressions").at(
                Int(named[width].pointee.res_target.pointee.location))
        }
    }

    private func insertValues(
        _ select: Select, _ table: Table, _ targets: inout [Column], _ named: [Node], _ scope: Scope, overrides: Bool
    ) throws -> String {
        var lines: [String] = []
        let rows = nodes(select.pointee.n_values_lists, select.pointee.values_lists).map(\.list)
        guard Set(rows.map(\.count)).count <= 1 else {
            throw PostgresError.syntax("VALUES lists must all be the same length")
        }
        scope.clause = "VALUES"
        for cells in rows {
            let first =
                cells.first.flatMap {
                    $0.kind == PG_QUERY__NODE__NODE_A_CONST ? Int($0.pointee.a_const.pointee.location) : nil
                } ?? -1
            let extra =
                cells.count > (named.isEmpty ? table.columns.count : targets.count)
                ? cells[named.isEmpty ? table.columns.count : targets.count] : nil
            let place =
                extra.flatMap {
                    $0.kind == PG_QUERY__NODE__NODE_A_CONST ? Int($0.pointee.a_const.pointee.location) : nil
                } ?? first
            try checkWidth(cells.count, &targets, named, table, place)
            var values: [String: String] = [:]
            for (cell, column) in zip(cells, targets) {
                if cell.kind == PG_QUERY__NODE__NODE_SET_TO_DEFAULT { continue }
                try refuseIdentity(column, overrides: overrides)
                values[column.name] = try assigned(cell, column, scope).sql
            }
            lines.append(
                "(" + (try table.columns.map { try values[$0.name] ?? defaultValue($0, table) }).joined(separator: ", ")
                    + ")")
        }
        return "VALUES " + lines.joined(separator: ", ")
    }

    private func refuseIdentity(_ column: Column, overrides: Bool) throws {
        guard column.identity == "a", !overrides else { return }
        throw PostgresError(
            "428C9", "cannot insert a non-DEFAULT value into column \"\(column.name)\"",
            detail: "Column \"\(column.name)\" is an identity column defined as GENERATED ALWAYS.",
            hint: "Use OVERRIDING SYSTEM VALUE to override.")
    }

    private func insertQuery(
        _ select: Select, _ table: Table, _ targets: inout [Column], _ named: [Node], _ scope: Scope, overrides: Bool
    ) throws -> String {
        let plan = try self.select(select, scope)
        try checkWidth(plan.columns.count, &targets, named, table, plan.columns.first?.expression.location ?? -1)
        let types = zip(plan.columns, targets).map {
            $0.expression.isUnknown ? TypeRef($1.type.oid) : $0.expression.type
        }
        let sql = try plan.build(types)
        var values: [String: String] = [:]
        for (index, column) in targets.enumerated() {
            try refuseIdentity(column, overrides: overrides)
            let source = Expression("c\(index + 1)", types[index], location: plan.columns[index].expression.location)
            values[column.name] = try assigned(source, column).sql
        }
        let list = try table.columns.map { try values[$0.name] ?? defaultValue($0, table) }.joined(separator: ", ")
        return "SELECT \(list) FROM (\(sql)) WHERE 1"
    }

    private func assigned(_ node: Node, _ column: Column, _ scope: Scope) throws -> Expression {
        try assigned(try expression(node, scope), column)
    }

    /// A value as its column's type, by an assignment cast.
    private func assigned(_ value: Expression, _ column: Column) throws -> Expression {
        if !value.isUnknown, value.type.oid != column.type.oid {
            guard let needed = Casts.context(value.type.oid, column.type.oid), needed <= .assignment else {
                throw PostgresError.datatypeMismatch(
                    "column \"\(column.name)\" is of type \(catalog.display(TypeRef(column.type.oid))) but expression is of type \(catalog.display(TypeRef(value.type.oid)))",
                    hint: "You will need to rewrite or cast the expression."
                ).at(value.location)
            }
        }
        return try coerce(value, to: column.type, .assignment)
    }

    private func onConflict(_ clause: UnsafeMutablePointer<PgQuery__OnConflictClause>, _ table: Table, _ shown: String)
        throws -> String
    {
        let scope = Scope(parent: nil)
        let own = entry(table, shown, prefix: "\(table.storedName.sqlName).", alias: "own")
        let excluded = entry(table, "excluded", prefix: "excluded.", alias: "excluded")
        scope.items = [FromItem(sql: "", entries: [own, excluded], visible: own.columns)]
        var arbiter = ""
        if let infer = clause.pointee.infer {
            var columns: [String] = []
            let name = text(infer.pointee.conname)
            if !name.isEmpty {
                guard
                    let constraint = table.constraints.first(where: {
                        $0.name == name && ($0.kind == .unique || $0.kind == .primaryKey)
                    })
                else {
                    throw PostgresError("42704", "constraint \"\(name)\" for table \"\(table.name)\" does not exist")
                        .at(Int(infer.pointee.location))
                }
                columns = constraint.columns
            }
            for item in nodes(infer.pointee.n_index_elems, infer.pointee.index_elems) {
                let column = text(item.pointee.index_elem.pointee.name)
                guard !column.isEmpty else {
                    throw PostgresError.unsupported("ON CONFLICT on an expression is not supported")
                }
                guard table.column(column) != nil else {
                    throw PostgresError.noColumn("\"\(column)\"").at(Int(infer.pointee.location))
                }
                columns.append(column)
            }
            guard
                let index = table.indexes.first(where: {
                    $0.isUnique && Set($0.keys.compactMap(\.column)) == Set(columns) && $0.keys.count == columns.count
                }),
                index.condition == nil || infer.pointee.where_clause != nil
            else { throw PostgresError.noArbiter }
            arbiter = " (\(columns.map(\.sqlName).joined(separator: ", ")))"
            if let condition = infer.pointee.where_clause, index.condition != nil {
                let bare = Scope(parent: nil)
                let entry = entry(table, shown, prefix: "", alias: "own")
                bare.items = [FromItem(sql: "", entries: [entry], visible: entry.columns)]
                arbiter += " WHERE \(try self.condition(condition, bare, clause: "WHERE"))"
            }
        }
        guard clause.pointee.action == PG_QUERY__ON_CONFLICT_ACTION__ONCONFLICT_UPDATE else {
            return " ON CONFLICT\(arbiter) DO NOTHING"
        }
        isUpsert = true
        let sets = try assignments(nodes(clause.pointee.n_target_list, clause.pointee.target_list), table, scope)
        let condition =
            try clause.pointee.where_clause.map { " AND \(try self.condition($0, scope, clause: "WHERE"))" } ?? ""
        let once = "pg_upsert_row(\(table.storedName.sqlName).rowid)"
        return " ON CONFLICT\(arbiter) DO UPDATE SET \(sets) WHERE \(once)\(condition)"
    }

    // MARK: UPDATE and DELETE

    private func assignments(_ targets: [Node], _ table: Table, _ scope: Scope) throws -> String {
        var seen: Set<String> = []
        let outer = scope.clause
        scope.clause = "UPDATE"
        defer { scope.clause = outer }
        return try targets.map { item -> String in
            guard let target = item.pointee.res_target, let value = target.pointee.val else {
                throw PostgresError.syntax("syntax error")
            }
            let name = text(target.pointee.name)
            guard let column = table.column(name) else {
                throw PostgresError.noColumn(name, of: table.name).at(Int(target.pointee.location))
            }
            guard target.pointee.n_indirection == 0 else {
                throw PostgresError.unsupported("assigning to a part of a column is not supported")
            }
            guard seen.insert(name).inserted else {
                throw PostgresError.syntax("multiple assignments to same column \"\(name)\"")
            }
            if value.kind == PG_QUERY__NODE__NODE_SET_TO_DEFAULT {
                return "\(name.sqlName) = \(try defaultValue(column, table))"
            }
            if value.kind == PG_QUERY__NODE__NODE_MULTI_ASSIGN_REF {
                guard let reference = value.pointee.multi_assign_ref, let source = reference.pointee.source,
                    source.kind == PG_QUERY__NODE__NODE_ROW_EXPR,
                    let row = source.pointee.row_expr
                else { throw PostgresError.unsupported("assigning a subquery to several columns is not supported") }
                let cells = nodes(row.pointee.n_args, row.pointee.args)
                guard cells.indices.contains(Int(reference.pointee.colno) - 1) else {
                    throw PostgresError.syntax("number of columns does not match number of values")
                }
                return "\(name.sqlName) = \(try assigned(cells[Int(reference.pointee.colno) - 1], column, scope).sql)"
            }
            if column.identity == "a" {
                throw PostgresError(
                    "428C9", "column \"\(name)\" can only be updated to DEFAULT",
                    detail: "Column \"\(name)\" is an identity column defined as GENERATED ALWAYS.")
            }
            return "\(name.sqlName) = \(try assigned(value, column, scope).sql)"
        }.joined(separator: ", ")
    }

    func update(_ node: UnsafeMutablePointer<PgQuery__UpdateStmt>) throws -> ChangePlan {
        guard let relation = node.pointee.relation else { throw PostgresError.syntax("syntax error") }
        let table = try target(relation)
        needsWriter = true
        let scope = Scope(parent: nil)
        let with = try with(node.pointee.with_clause, scope)
        let shown = shownName(relation)
        let alias = makeAlias()
        let own = entry(table, shown, prefix: "\(alias).", alias: alias)
        let from = Scope(parent: nil)
        from.commonTables = scope.commonTables
        try addFrom(nodes(node.pointee.n_from_clause, node.pointee.from_clause), from)
        scope.items = [FromItem(sql: "", entries: [own], visible: own.columns)] + from.items
        let sets = try assignments(nodes(node.pointee.n_target_list, node.pointee.target_list), table, scope)
        let condition =
            try node.pointee.where_clause.map { " WHERE \(try self.condition($0, scope, clause: "WHERE"))" } ?? ""
        let returned = try returning(
            nodes(node.pointee.n_returning_list, node.pointee.returning_list), table, shown, scope)
        let sql =
            "\(with)UPDATE \(table.storedName.sqlName) AS \(alias) SET \(sets)\(fromClause(from))\(condition)\(returned.sql)"
        return ChangePlan(sql: sql, columns: returned.columns, table: table, verb: "UPDATE")
    }

    func delete(_ node: UnsafeMutablePointer<PgQuery__DeleteStmt>) throws -> ChangePlan {
        guard let relation = node.pointee.relation else { throw PostgresError.syntax("syntax error") }
        let table = try target(relation)
        needsWriter = true
        let scope = Scope(parent: nil)
        let with = try with(node.pointee.with_clause, scope)
        let shown = shownName(relation)
        let alias = makeAlias()
        let own = entry(table, shown, prefix: "\(alias).", alias: alias)
        let from = Scope(parent: nil)
        from.commonTables = scope.commonTables
        try addFrom(nodes(node.pointee.n_using_clause, node.pointee.using_clause), from)
        scope.items =
            [FromItem(sql: "\(table.storedName.sqlName) AS \(alias)", entries: [own], visible: own.columns)]
            + from.items
        let condition =
            try node.pointee.where_clause.map { " WHERE \(try self.condition($0, scope, clause: "WHERE"))" } ?? ""
        let returned = try returning(
            nodes(node.pointee.n_returning_list, node.pointee.returning_list), table, shown, scope)
        let stored = table.storedName.sqlName
        let sql =
            from.items.isEmpty
            ? "\(with)DELETE FROM \(stored) AS \(alias)\(condition)\(returned.sql)"
            : "\(with)DELETE FROM \(stored) WHERE rowid IN (SELECT \(alias).rowid\(fromClause(scope))\(condition))\(returned.sql)"
        return ChangePlan(sql: sql, columns: returned.columns, table: table, verb: "DELETE")
    }
}
