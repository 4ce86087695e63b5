import CPgQuery

/// `VALUES`, `UNION`, `WITH` and subqueries in expressions.
extension Analyzer {
    // MARK: VALUES

    func values(_ node: Select, _ scope: Scope) throws -> SelectPlan {
        let rows = try nodes(node.pointee.n_values_lists, node.pointee.values_lists).map { row in
            try row.list.map { try expression($0, scope) }
        }
        let width = rows.first?.count ?? 0
        guard rows.allSatisfy({ $0.count == width }) else {
            throw PostgresError.syntax("VALUES lists must all be the same length")
        }
        let columns = try (0..<width).map { index -> OutputColumn in
            let cells = rows.map { $0[index] }
            let isUnknown = cells.allSatisfy(\.isUnknown)
            let type = isUnknown ? TypeRef(TypeOID.unknown) : try commonType(cells, "VALUES")
            var expression = Expression("", type)
            if isUnknown, cells.count == 1 { expression = cells[0] }
            return OutputColumn(name: "column\(index + 1)", expression: expression)
        }
        let sorts = nodes(node.pointee.n_sort_clause, node.pointee.sort_clause)
        let limit = try limits(node, scope)
        return SelectPlan(columns: columns) { [self] types in
            let lines = try rows.map { row in
                "(" + (try zip(row, types).map { try coerce($0, to: $1, .implicit).sql }).joined(separator: ", ") + ")"
            }
            let names = (1...max(width, 1)).map { "column\($0) AS c\($0)" }.joined(separator: ", ")
            let order = try outerOrder(sorts, columns, types)
            return "SELECT \(names) FROM (VALUES \(lines.joined(separator: ", ")))\(order)\(limit)"
        }
    }

    // MARK: UNION, INTERSECT, EXCEPT

    func setOperation(_ node: Select, _ scope: Scope) throws -> SelectPlan {
        guard let left = node.pointee.larg, let right = node.pointee.rarg else {
            throw PostgresError.syntax("syntax error")
        }
        let words = [
            PG_QUERY__SET_OPERATION__SETOP_UNION.rawValue: "UNION",
            PG_QUERY__SET_OPERATION__SETOP_INTERSECT.rawValue: "INTERSECT",
            PG_QUERY__SET_OPERATION__SETOP_EXCEPT.rawValue: "EXCEPT",
        ]
        let word = words[node.pointee.op.rawValue] ?? "UNION"
        let isAll = node.pointee.all != 0
        if isAll, word != "UNION" { throw PostgresError.unsupported("\(word) ALL is not supported") }
        let a = try select(left, scope)
        let b = try select(right, scope)
        guard a.columns.count == b.columns.count else {
            throw PostgresError.syntax("each \(word) query must have the same number of columns").at(
                b.columns.first?.expression.location ?? -1)
        }
        let columns = try zip(a.columns, b.columns).map { x, y -> OutputColumn in
            let both = x.expression.isUnknown && y.expression.isUnknown
            let type = both ? TypeRef(TypeOID.text) : try commonType([x.expression, y.expression], word)
            return OutputColumn(name: x.name, expression: Expression("", type))
        }
        let sorts = nodes(node.pointee.n_sort_clause, node.pointee.sort_clause)
        let limit = try limits(node, scope)
        return SelectPlan(columns: columns) { [self] types in
            func side(_ plan: SelectPlan) throws -> String {
                let natural = plan.types
                let same = zip(natural, types).allSatisfy { $0.oid == $1.oid }
                let mapped = zip(plan.columns, types).map { $0.expression.isUnknown ? $1 : $0.expression.type }
                let sql = try plan.build(same ? natural : mapped)
                let names = try types.indices.map { index -> String in
                    let value = try coerce(
                        Expression("c\(index + 1)", mapped[index]), to: TypeRef(types[index].oid), .implicit)
                    return "\(value.comparable) AS c\(index + 1)"
                }
                return "SELECT \(names.joined(separator: ", ")) FROM (\(sql))"
            }
            let sql = "\(try side(a)) \(word)\(isAll ? " ALL" : "") \(try side(b))"
            let order = try outerOrder(sorts, columns, types)
            if order.isEmpty, limit.isEmpty { return sql }
            return "SELECT * FROM (\(sql))\(order)\(limit)"
        }
    }

    /// The order of a whole set operation: by its output columns only.
    private func outerOrder(_ sorts: [Node], _ columns: [OutputColumn], _ types: [TypeRef]) throws -> String {
        let scope = Scope(parent: nil)
        let visible = columns.enumerated().map {
            ScopeColumn(name: $0.element.name, type: types[$0.offset], sql: "c\($0.offset + 1)")
        }
        scope.items = [FromItem(sql: "", entries: [], visible: visible)]
        let list = visible.map { Expression($0.sql, $0.type) }
        let terms = try sorts.map { node -> String in
            guard let sort = node.pointee.sort_by, let value = sort.pointee.node else {
                throw PostgresError.syntax("syntax error")
            }
            let key = try key(value, columns, scope, clause: "ORDER BY")
            guard key.column != nil else {
                throw PostgresError(
                    "0A000", "invalid UNION/INTERSECT/EXCEPT ORDER BY clause",
                    hint: "Add the expression/function to every SELECT, or move the UNION into a FROM clause.")
            }
            return try SortKey(key: key, sort: sort).sql(list, self)
        }
        return terms.isEmpty ? "" : " ORDER BY " + terms.joined(separator: ", ")
    }

    // MARK: WITH

    /// Adds the common tables to `scope`; returns the `WITH` to stand before the query.
    func commonTables(_ clause: UnsafeMutablePointer<PgQuery__WithClause>, _ scope: Scope) throws -> String {
        var definitions: [String] = []
        let isRecursive = clause.pointee.recursive != 0
        for item in nodes(clause.pointee.n_ctes, clause.pointee.ctes) {
            guard let table = item.pointee.common_table_expr, let query = table.pointee.ctequery else { continue }
            let name = text(table.pointee.ctename)
            guard query.kind == PG_QUERY__NODE__NODE_SELECT_STMT, let select = query.pointee.select_stmt else {
                throw PostgresError.unsupported("data-modifying statements in WITH are not supported").at(
                    Int(table.pointee.location))
            }
            if scope.commonTables.contains(where: { $0.name == name }) {
                throw PostgresError("42712", "WITH query name \"\(name)\" specified more than once").at(
                    Int(table.pointee.location))
            }
            let names = nodes(table.pointee.n_aliascolnames, table.pointee.aliascolnames).compactMap(\.string)
            let sqlName = "w\(makeAlias())"
            let sql: String
            if isRecursive, refers(select, to: name), select.pointee.op == PG_QUERY__SET_OPERATION__SETOP_UNION,
                let base = select.pointee.larg
            {
                sql = try recursive(select, base, name, names, sqlName, scope)
            } else {
                let plan = try self.select(select, scope)
                let types = plan.types
                add(name, sqlName, plan, types, names, to: scope)
                sql = try plan.build(types)
            }
            let hint =
                [
                    PG_QUERY__CTEMATERIALIZE__CTEMaterializeAlways.rawValue: "MATERIALIZED ",
                    PG_QUERY__CTEMATERIALIZE__CTEMaterializeNever.rawValue: "NOT MATERIALIZED ",
                ][table.pointee.ctematerialized.rawValue] ?? ""
            let width = scope.commonTables.last?.columns.count ?? 0
            let columnNames = (0..<width).map { "c\($0 + 1)" }.joined(separator: ", ")
            definitions.append("\(sqlName)(\(columnNames)) AS \(hint)(\(sql))")
        }
        return "WITH \(isRecursive ? "RECURSIVE " : "")\(definitions.joined(separator: ", ")) "
    }

    private func add(
        _ name: String, _ sqlName: String, _ plan: SelectPlan, _ types: [TypeRef], _ names: [String], to scope: Scope
    ) {
        let columns = plan.columns.enumerated().map { index, column in
            ScopeColumn(
                name: index < names.count ? names[index] : column.name, type: types[index], sql: "c\(index + 1)")
        }
        scope.commonTables.append(CommonTable(name: name, sqlName: sqlName, columns: columns))
    }

    private func recursive(
        _ select: Select, _ base: Select, _ name: String, _ names: [String], _ sqlName: String, _ scope: Scope
    ) throws -> String {
        guard let step = select.pointee.rarg else { throw PostgresError.syntax("syntax error") }
        let first = try self.select(base, scope)
        let types = first.types
        add(name, sqlName, first, types, names, to: scope)
        let second = try self.select(step, scope)
        guard second.columns.count == types.count else {
            throw PostgresError.syntax("each UNION query must have the same number of columns")
        }
        for (index, type) in second.types.enumerated()
        where type.oid != types[index].oid && !second.columns[index].expression.isUnknown {
            guard Casts.isImplicit(type.oid, types[index].oid) else {
                throw PostgresError.datatypeMismatch(
                    "recursive query \"\(name)\" column \(index + 1) has type \(catalog.display(types[index])) in non-recursive term but type \(catalog.display(type)) overall",
                    hint: "Cast the output of the non-recursive term to the correct type.")
            }
        }
        return "\(try first.build(types)) UNION\(select.pointee.all != 0 ? " ALL" : "") \(try second.build(types))"
    }

    /// Whether the recursive side of a query names `name` in a `FROM` clause.
    private func refers(_ select: Select, to name: String) -> Bool {
        guard let step = select.pointee.rarg else { return false }
        func mentions(_ node: Node, _ depth: Int) -> Bool {
            guard depth < 64 else { return false }
            switch node.kind {
            case PG_QUERY__NODE__NODE_RANGE_VAR: return text(node.pointee.range_var.pointee.relname) == name
            case PG_QUERY__NODE__NODE_JOIN_EXPR:
                let join = node.pointee.join_expr
                return [join?.pointee.larg, join?.pointee.rarg].contains {
                    $0?.map { mentions($0, depth + 1) } ?? false
                }
            case PG_QUERY__NODE__NODE_RANGE_SUBSELECT:
                guard let inner = node.pointee.range_subselect.pointee.subquery?.pointee.select_stmt else {
                    return false
                }
                return nodes(inner.pointee.n_from_clause, inner.pointee.from_clause).contains {
                    mentions($0, depth + 1)
                }
            default: return false
            }
        }
        return nodes(step.pointee.n_from_clause, step.pointee.from_clause).contains { mentions($0, 0) }
    }

    // MARK: Subqueries in expressions

    func subquery(_ node: UnsafeMutablePointer<PgQuery__SubLink>, _ scope: Scope) throws -> Expression {
        let location = Int(node.pointee.location)
        guard let select = node.pointee.subselect?.pointee.select_stmt else {
            throw PostgresError.syntax("syntax error").at(location)
        }
        let plan = try self.select(select, scope)
        let kind = node.pointee.sub_link_type
        if kind == PG_QUERY__SUB_LINK_TYPE__EXISTS_SUBLINK {
            return Expression("(EXISTS (\(try plan.build(plan.types))))", TypeOID.bool, location: location)
        }
        if kind == PG_QUERY__SUB_LINK_TYPE__EXPR_SUBLINK || kind == PG_QUERY__SUB_LINK_TYPE__ARRAY_SUBLINK {
            guard plan.columns.count == 1 else {
                throw PostgresError.syntax("subquery must return only one column").at(location)
            }
            let type = plan.types[0]
            let sql = try plan.build(plan.types)
            if kind == PG_QUERY__SUB_LINK_TYPE__EXPR_SUBLINK {
                // SQLite takes the first row in silence; the collector counts them.
                return Expression(
                    hasOneRow(select) ? "(\(sql))" : "(SELECT pg_single(c1) FROM (\(sql)))", type, location: location)
            }
            let array = TypeTable.array(of: type.oid)
            guard array != 0 else {
                throw PostgresError.unsupported("arrays of this type are not supported").at(location)
            }
            let spec = "array_agg;\(type.oid);0;".sqlLiteral
            return Expression(
                "(SELECT coalesce(pg_collect(\(spec), c1), '{}') FROM (\(sql)))", TypeRef(array), location: location)
        }
        guard let test = node.pointee.testexpr else {
            throw PostgresError.unsupported("this kind of subquery is not supported").at(location)
        }
        let name = nodes(node.pointee.n_oper_name, node.pointee.oper_name).compactMap(\.string).last ?? "="
        let isAll = kind == PG_QUERY__SUB_LINK_TYPE__ALL_SUBLINK
        let lefts: [Expression]
        if test.kind == PG_QUERY__NODE__NODE_ROW_EXPR, let row = test.pointee.row_expr {
            lefts = try nodes(row.pointee.n_args, row.pointee.args).map { try expression($0, scope) }
        } else {
            lefts = [try expression(test, scope)]
        }
        guard lefts.count == plan.columns.count else {
            throw PostgresError.syntax("subquery has too \(lefts.count < plan.columns.count ? "many" : "few") columns")
                .at(location)
        }
        let types = zip(plan.columns, lefts).map {
            $0.expression.isUnknown ? ($1.isUnknown ? TypeRef(TypeOID.text) : $1.type) : $0.expression.type
        }
        let sql = try plan.build(types)
        if name == "=" && !isAll || name == "<>" && isAll {
            var left: [String] = []
            var right: [String] = []
            for (index, value) in lefts.enumerated() {
                let (a, b) = try comparable(value, "=", Expression("c\(index + 1)", types[index]), location: location)
                left.append(a.comparable)
                right.append("\(b.sql) AS c\(index + 1)")
            }
            let subject = left.count == 1 ? left[0] : "(\(left.joined(separator: ", ")))"
            return Expression(
                "(\(subject) \(isAll ? "NOT IN" : "IN") (SELECT \(right.joined(separator: ", ")) FROM (\(sql))))",
                TypeOID.bool, location: location)
        }
        guard lefts.count == 1 else {
            throw PostgresError.unsupported("row comparison with \(name) and a subquery is not supported").at(location)
        }
        let item = try binary(lefts[0], name, Expression("c1", types[0]), location: location)
        let (decisive, other) = isAll ? ("0", "1") : ("1", "0")
        let wanted = isAll ? "NOT \(item.sql)" : item.sql
        return Expression(
            "(CASE WHEN EXISTS (SELECT 1 FROM (\(sql)) WHERE \(wanted)) THEN \(decisive) WHEN EXISTS (SELECT 1 FROM (\(sql)) WHERE \(item.sql) IS NULL) THEN NULL ELSE \(other) END)",
            TypeOID.bool, location: location)
    }

    /// Whether the query cannot have a second row: an aggregate without groups, no table, or a literal `LIMIT 1`.
    private func hasOneRow(_ select: Select) -> Bool {
        if select.pointee.op != PG_QUERY__SET_OPERATION__SETOP_NONE || select.pointee.n_values_lists > 0 {
            return false
        }
        if let limit = select.pointee.limit_count, limit.kind == PG_QUERY__NODE__NODE_A_CONST,
            let constant = limit.pointee.a_const,
            constant.pointee.val_case == PG_QUERY__A__CONST__VAL_IVAL, constant.pointee.ival.pointee.ival <= 1
        {
            return true
        }
        return false
    }
}

/// The name that a result column has without an alias: `FigureColname` of PostgreSQL.
enum ColumnName {
    static func of(_ node: Node) -> String { strong(node) ?? "?column?" }

    private static let valueFunctions: [UInt32: String] = [
        PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_CURRENT_DATE.rawValue: "current_date",
        PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_CURRENT_TIMESTAMP.rawValue: "current_timestamp",
        PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_CURRENT_TIMESTAMP_N.rawValue: "current_timestamp",
        PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_LOCALTIME.rawValue: "localtime",
        PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_LOCALTIMESTAMP.rawValue: "localtimestamp",
        PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_CURRENT_ROLE.rawValue: "current_role",
        PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_CURRENT_USER.rawValue: "current_user",
        PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_USER.rawValue: "user",
        PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_SESSION_USER.rawValue: "session_user",
        PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_CURRENT_CATALOG.rawValue: "current_catalog",
        PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_CURRENT_SCHEMA.rawValue: "current_schema",
    ]

    private static func strong(_ node: Node, depth: Int = 0) -> String? {
        guard depth < 50 else { return nil }
        switch node.kind {
        case PG_QUERY__NODE__NODE_COLUMN_REF:
            return nodes(node.pointee.column_ref.pointee.n_fields, node.pointee.column_ref.pointee.fields).compactMap(
                \.string
            ).last
        case PG_QUERY__NODE__NODE_FUNC_CALL:
            return nodes(node.pointee.func_call.pointee.n_funcname, node.pointee.func_call.pointee.funcname).compactMap(
                \.string
            ).last
        case PG_QUERY__NODE__NODE_TYPE_CAST:
            if let argument = node.pointee.type_cast.pointee.arg, let name = strong(argument, depth: depth + 1),
                name != "case"
            {
                return name
            }
            guard let type = node.pointee.type_cast.pointee.type_name else { return nil }
            return nodes(type.pointee.n_names, type.pointee.names).compactMap(\.string).last
        case PG_QUERY__NODE__NODE_A_EXPR:
            return node.pointee.a_expr.pointee.kind == PG_QUERY__A__EXPR__KIND__AEXPR_NULLIF ? "nullif" : nil
        case PG_QUERY__NODE__NODE_CASE_EXPR:
            if let fallback = node.pointee.case_expr.pointee.defresult, let name = strong(fallback, depth: depth + 1),
                fallback.kind != PG_QUERY__NODE__NODE_TYPE_CAST
            {
                return name
            }
            return "case"
        case PG_QUERY__NODE__NODE_COALESCE_EXPR: return "coalesce"
        case PG_QUERY__NODE__NODE_MIN_MAX_EXPR:
            return node.pointee.min_max_expr.pointee.op == PG_QUERY__MIN_MAX_OP__IS_GREATEST ? "greatest" : "least"
        case PG_QUERY__NODE__NODE_A_ARRAY_EXPR: return "array"
        case PG_QUERY__NODE__NODE_ROW_EXPR: return "row"
        case PG_QUERY__NODE__NODE_SQLVALUE_FUNCTION:
            return valueFunctions[node.pointee.sqlvalue_function.pointee.op.rawValue]
        case PG_QUERY__NODE__NODE_A_INDIRECTION:
            return node.pointee.a_indirection.pointee.arg.flatMap { strong($0, depth: depth + 1) }
        case PG_QUERY__NODE__NODE_COLLATE_CLAUSE:
            return node.pointee.collate_clause.pointee.arg.flatMap { strong($0, depth: depth + 1) }
        case PG_QUERY__NODE__NODE_SUB_LINK:
            let link = node.pointee.sub_link
            if link?.pointee.sub_link_type == PG_QUERY__SUB_LINK_TYPE__EXISTS_SUBLINK { return "exists" }
            if link?.pointee.sub_link_type == PG_QUERY__SUB_LINK_TYPE__ARRAY_SUBLINK { return "array" }
            guard link?.pointee.sub_link_type == PG_QUERY__SUB_LINK_TYPE__EXPR_SUBLINK,
                let select = link?.pointee.subselect?.pointee.select_stmt,
                let target = nodes(select.pointee.n_target_list, select.pointee.target_list).first?.pointee.res_target
            else { return nil }
            let name = text(target.pointee.name)
            return name.isEmpty ? target.pointee.val.flatMap { strong($0, depth: depth + 1) } : name
        default: return nil
        }
    }
}
