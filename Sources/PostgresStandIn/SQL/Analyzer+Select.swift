import CPgQuery
import Fidelity

/// `SELECT`, `VALUES`, set operations.
extension Analyzer {
    typealias Select = UnsafeMutablePointer<PgQuery__SelectStmt>

    /// Analyses a query in `outer`, which holds what it sees from outside (its parent's columns, common tables).
    func select(_ node: Select, _ outer: Scope) throws -> SelectPlan {
        try nested {
            let scope = Scope(parent: outer)
            var with = ""
            if let clause = node.pointee.with_clause { with = try commonTables(clause, scope) }
            if node.pointee.into_clause != nil { throw PostgresError.unsupported("SELECT INTO is not supported") }
            if node.pointee.n_locking_clause > 0 { try locking(node) }
            let plan: SelectPlan
            if node.pointee.op == PG_QUERY__SET_OPERATION__SETOP_NONE {
                plan = node.pointee.n_values_lists > 0 ? try values(node, scope) : try simple(node, scope)
            } else {
                plan = try setOperation(node, scope)
            }
            guard !with.isEmpty else { return plan }
            return SelectPlan(columns: plan.columns) { types in with + (try plan.build(types)) }
        }
    }

    private func locking(_ node: Select) throws {
        lockingCommand = "SELECT FOR UPDATE"
        if node.pointee.n_group_clause > 0 {
            throw PostgresError.unsupported("FOR UPDATE is not allowed with GROUP BY clause")
        }
        if node.pointee.n_distinct_clause > 0 {
            throw PostgresError.unsupported("FOR UPDATE is not allowed with DISTINCT clause")
        }
        needsWriter = true
        for item in nodes(node.pointee.n_locking_clause, node.pointee.locking_clause) {
            guard let clause = item.pointee.locking_clause else { continue }
            if clause.pointee.wait_policy == PG_QUERY__LOCK_WAIT_POLICY__LockWaitError {
                let table = nodes(node.pointee.n_from_clause, node.pointee.from_clause).first { table in
                    table.kind == PG_QUERY__NODE__NODE_RANGE_VAR
                }
                unwaitedTable = table.map { text($0.pointee.range_var.pointee.relname) } ?? ""
            }
            if clause.pointee.wait_policy == PG_QUERY__LOCK_WAIT_POLICY__LockWaitSkip {
                touch("SELECT FOR UPDATE SKIP LOCKED", .approximate("waits for the other writer, then skips nothing"))
            }
        }
        touch("SELECT FOR UPDATE", .approximate("locks all tables, not rows: other writers wait"))
    }

    // MARK: One SELECT

    private func simple(_ node: Select, _ scope: Scope) throws -> SelectPlan {
        try addFrom(nodes(node.pointee.n_from_clause, node.pointee.from_clause), scope)
        let condition = try node.pointee.where_clause.map { try self.condition($0, scope, clause: "WHERE") }
        scope.ungrouped.removeAll()
        for item in nodes(node.pointee.n_window_clause, node.pointee.window_clause) {
            guard let definition = item.pointee.window_def else { continue }
            scope.windows[text(definition.pointee.name)] = try windowBody(definition, scope)
        }
        scope.ungrouped.removeAll()
        let targets = nodes(node.pointee.n_target_list, node.pointee.target_list)
        let groups = try groupKeys(node, targets, scope)
        var columns: [OutputColumn] = []
        for target in targets { columns += try outputs(target, scope) }
        let having = try node.pointee.having_clause.map { try self.condition($0, scope, clause: "HAVING") }
        let sorts = nodes(node.pointee.n_sort_clause, node.pointee.sort_clause)
        let distinct = nodes(node.pointee.n_distinct_clause, node.pointee.distinct_clause)
        let isDistinctOn = distinct.contains { $0.kind != PG_QUERY__NODE__NODE__NOT_SET }
        let isDistinct = node.pointee.n_distinct_clause > 0 && !isDistinctOn
        let sortKeys = try sorts.map { try sortKey($0, columns, scope, isDistinct: isDistinct) }
        if !groups.isEmpty || scope.sawAggregate || having != nil, let first = scope.ungrouped.first {
            throw PostgresError.grouping(first.name).at(first.location)
        }
        let onKeys = isDistinctOn ? try distinct.map { try key($0, columns, scope, clause: "DISTINCT ON") } : []
        let limit = try limits(node, scope)
        let from = fromClause(scope)
        let tail =
            (condition.map { " WHERE \($0)" } ?? "")
            + (groups.isEmpty ? "" : " GROUP BY " + groups.joined(separator: ", "))
            + (having.map { (groups.isEmpty ? " GROUP BY NULL" : "") + " HAVING \($0)" } ?? "")
        return SelectPlan(columns: columns) { [self] types in
            let list = try zip(columns, types).map { try coerce($0.expression, to: $1, .implicit) }
            let order = try sortKeys.map { try $0.sql(list, self) }
            if isDistinctOn {
                return try distinctOn(
                    list, onKeys.map { try $0.value(list, self) }, order: order, from: from + tail, limit: limit)
            }
            let selected = list.enumerated().map { index, value in
                "\(isDistinct ? value.comparable : value.sql) AS c\(index + 1)"
            }
            return
                "SELECT \(isDistinct ? "DISTINCT " : "")\(selected.isEmpty ? "NULL" : selected.joined(separator: ", "))\(from)\(tail)"
                + (order.isEmpty ? "" : " ORDER BY " + order.joined(separator: ", ")) + limit
        }
    }

    /// `DISTINCT ON`: the first row of each group, by a row number.
    private func distinctOn(_ list: [Expression], _ keys: [Expression], order: [String], from: String, limit: String)
        throws -> String
    {
        let partition = keys.map(\.comparable).joined(separator: ", ")
        let sort = order.isEmpty ? partition : order.joined(separator: ", ")
        let columns = list.enumerated().map { "\($0.element.sql) AS c\($0.offset + 1)" }.joined(separator: ", ")
        let numbers =
            "row_number() OVER (PARTITION BY \(partition) ORDER BY \(sort)) AS n, row_number() OVER (ORDER BY \(sort)) AS place"
        let names = list.indices.map { "c\($0 + 1)" }.joined(separator: ", ")
        return "SELECT \(names) FROM (SELECT \(columns), \(numbers)\(from)) WHERE n = 1 ORDER BY place\(limit)"
    }

    func outputs(_ target: Node, _ scope: Scope) throws -> [OutputColumn] {
        guard let result = target.pointee.res_target, let value = result.pointee.val else {
            throw PostgresError.syntax("syntax error")
        }
        if let star = try star(value, scope) {
            if scope.clause == nil { noteStar(star, scope, location: Int(value.pointee.column_ref.pointee.location)) }
            return star.map {
                OutputColumn(
                    name: $0.name, expression: Expression($0.sql, $0.type), tableOID: $0.tableOID, number: $0.number)
            }
        }
        let expression = try expression(value, scope)
        let name = text(result.pointee.name)
        var column = OutputColumn(name: name.isEmpty ? ColumnName.of(value) : name, expression: expression)
        if value.kind == PG_QUERY__NODE__NODE_COLUMN_REF,
            let source = scope.items.flatMap({ $0.entries.flatMap(\.columns) }).first(where: {
                $0.sql == expression.sql
            })
        {
            column.tableOID = source.tableOID
            column.number = source.number
        }
        return [column]
    }

    // MARK: Keys

    private func groupKeys(_ node: Select, _ targets: [Node], _ scope: Scope) throws -> [String] {
        var keys: [String] = []
        scope.clause = "GROUP BY"
        defer { scope.clause = nil }
        for item in nodes(node.pointee.n_group_clause, node.pointee.group_clause) {
            guard item.kind != PG_QUERY__NODE__NODE_GROUPING_SET else {
                throw PostgresError.unsupported("GROUPING SETS, CUBE and ROLLUP are not supported")
            }
            let value = try settled(try groupKey(item, targets, scope))
            scope.groupKeys.insert(value.sql)
            keys.append(value.comparable)
        }
        for entry in scope.entries {
            guard let key = entry.table?.primaryKey else { continue }
            let columns = key.columns.compactMap { name in entry.columns.first { $0.name == name }?.sql }
            if columns.count == key.columns.count, columns.allSatisfy(scope.groupKeys.contains) {
                scope.groupedTables.insert(entry.alias)
            }
        }
        scope.ungrouped.removeAll()
        return keys
    }

    /// A group key: a column of the input first, then a name or a number of the output.
    private func groupKey(_ item: Node, _ targets: [Node], _ scope: Scope) throws -> Expression {
        if item.kind == PG_QUERY__NODE__NODE_A_CONST, let constant = item.pointee.a_const,
            constant.pointee.val_case == PG_QUERY__A__CONST__VAL_IVAL
        {
            let place = Int(constant.pointee.ival.pointee.ival)
            var values: [Expression] = []
            for target in targets {
                guard let result = target.pointee.res_target, let value = result.pointee.val else { continue }
                if let star = try star(value, scope) {
                    values += star.map { Expression($0.sql, $0.type) }
                } else {
                    values.append(try expression(value, scope))
                }
            }
            guard place >= 1, place <= values.count else {
                throw PostgresError("42P10", "GROUP BY position \(place) is not in select list").at(
                    Int(constant.pointee.location))
            }
            return values[place - 1]
        }
        if item.kind == PG_QUERY__NODE__NODE_COLUMN_REF, let reference = item.pointee.column_ref,
            reference.pointee.n_fields == 1,
            let name = nodes(1, reference.pointee.fields).first?.string,
            !scope.items.contains(where: { $0.visible.contains { $0.name == name } }),
            let target = targets.first(where: { text($0.pointee.res_target.pointee.name) == name }),
            let value = target.pointee.res_target.pointee.val
        {
            return try expression(value, scope)
        }
        return try expression(item, scope)
    }

    /// A key of `ORDER BY` or `DISTINCT ON`: an output column, or an expression over the input.
    struct Key {
        var column: Int?
        var expression: Expression?

        func value(_ list: [Expression], _ analyzer: Analyzer) throws -> Expression {
            if let column, column < list.count { return list[column] }
            return try analyzer.settled(expression ?? Expression("NULL", TypeOID.text))
        }
    }

    struct SortKey {
        var key: Key
        var sort: UnsafeMutablePointer<PgQuery__SortBy>

        func sql(_ list: [Expression], _ analyzer: Analyzer) throws -> String {
            let value = try key.value(list, analyzer)
            let (isDescending, isNullsFirst) = analyzer.direction(sort)
            // A bare number would be a position to SQLite.
            let term =
                value.sql.allSatisfy { $0.isNumber || $0 == "-" } ? "(\(value.sql) + 0)" : analyzer.orderKey(value)
            return "\(term) \(isDescending ? "DESC" : "ASC") NULLS \(isNullsFirst ? "FIRST" : "LAST")"
        }
    }

    private func sortKey(_ node: Node, _ columns: [OutputColumn], _ scope: Scope, isDistinct: Bool) throws -> SortKey {
        guard let sort = node.pointee.sort_by, let value = sort.pointee.node else {
            throw PostgresError.syntax("syntax error")
        }
        if sort.pointee.sortby_dir == PG_QUERY__SORT_BY_DIR__SORTBY_USING {
            throw PostgresError.unsupported("ORDER BY USING is not supported")
        }
        let key = try key(value, columns, scope, clause: "ORDER BY")
        if isDistinct, key.column == nil, let expression = key.expression,
            !columns.contains(where: { $0.expression.sql == expression.sql })
        {
            throw PostgresError("42P10", "for SELECT DISTINCT, ORDER BY expressions must appear in select list").at(
                expression.location)
        }
        return SortKey(key: key, sort: sort)
    }

    func key(_ node: Node, _ columns: [OutputColumn], _ scope: Scope, clause: String) throws -> Key {
        if node.kind == PG_QUERY__NODE__NODE_A_CONST, let constant = node.pointee.a_const, constant.pointee.isnull == 0
        {
            guard constant.pointee.val_case == PG_QUERY__A__CONST__VAL_IVAL else {
                throw PostgresError.syntax("non-integer constant in \(clause)").at(Int(constant.pointee.location))
            }
            let place = Int(constant.pointee.ival.pointee.ival)
            guard place >= 1, place <= columns.count else {
                throw PostgresError("42P10", "\(clause) position \(place) is not in select list").at(
                    Int(constant.pointee.location))
            }
            return Key(column: place - 1)
        }
        if node.kind == PG_QUERY__NODE__NODE_COLUMN_REF, let reference = node.pointee.column_ref,
            reference.pointee.n_fields == 1,
            let name = nodes(1, reference.pointee.fields).first?.string
        {
            let found = columns.indices.filter { columns[$0].name == name }
            if found.count > 1, Set(found.map { columns[$0].expression.sql }).count > 1 {
                throw PostgresError("42702", "\(clause) \"\(name)\" is ambiguous").at(Int(reference.pointee.location))
            }
            if let index = found.first { return Key(column: index) }
        }
        return Key(expression: try expression(node, scope))
    }

    func limits(_ node: Select, _ scope: Scope) throws -> String {
        func count(_ value: Node, _ word: String) throws -> String {
            let value = try expression(value, scope)
            return "pg_limit(\(try coerce(value, to: TypeRef(TypeOID.int8), .assignment).sql), '\(word)')"
        }
        if node.pointee.limit_option == PG_QUERY__LIMIT_OPTION__LIMIT_OPTION_WITH_TIES {
            throw PostgresError.unsupported("WITH TIES is not supported")
        }
        let limit = try node.pointee.limit_count.map { try count($0, "LIMIT") }
        let offset = try node.pointee.limit_offset.map { try count($0, "OFFSET") }
        if limit == nil, offset == nil { return "" }
        return " LIMIT \(limit ?? "-1")" + (offset.map { " OFFSET max(\($0), 0)" } ?? "")
    }
}
