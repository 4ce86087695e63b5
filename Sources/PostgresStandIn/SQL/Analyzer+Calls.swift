import CPgQuery
import Fidelity

extension Analyzer {
    /// A function call: an aggregate, a window function, a set function in a select list, or a plain function.
    func call(_ node: UnsafeMutablePointer<PgQuery__FuncCall>, _ scope: Scope) throws -> Expression {
        let names = nodes(node.pointee.n_funcname, node.pointee.funcname).compactMap(\.string)
        let location = Int(node.pointee.location)
        let name = names.last ?? ""
        if names.count > 1, names[names.count - 2] != "pg_catalog" {
            throw PostgresError.noFunction("\(names.joined(separator: "."))(\(try operandText(node, scope)))").at(
                location)
        }
        if node.pointee.over != nil, let window = WindowFunctions.byName[name] {
            return try windowCall(node, window, scope, location: location)
        }
        if Aggregates.names.contains(name) { return try aggregate(node, name, scope, location: location) }
        if node.pointee.over != nil {
            throw PostgresError(
                "42809", "OVER specified, but \(name) is not a window function nor an aggregate function"
            ).at(location)
        }
        if WindowFunctions.byName[name] != nil {
            throw PostgresError("42809", "window function \(name) requires an OVER clause").at(location)
        }
        if let set = SetFunctions.byName[name] {
            return try setCall(node, set, scope, location: location)
        }
        let operands = try arguments(node, scope)
        if node.pointee.agg_star != 0 || node.pointee.n_agg_order > 0 || node.pointee.agg_distinct != 0 {
            throw PostgresError(
                "42809",
                "\(node.pointee.agg_star != 0 ? "\(name)(*)" : node.pointee.agg_distinct != 0 ? "DISTINCT" : "ORDER BY") specified, but \(name) is not an aggregate function"
            ).at(location)
        }
        do {
            return try invoke(Functions.entries(name), operands: operands, isOperator: false, location: location)
        } catch is NoCandidate {
            // A type's name called as a function is a cast: `date('2024-01-01')`.
            if operands.count == 1, let oid = catalog.typeOID(schema: nil, name: name, path: runtime.searchPath) {
                return try coerce(operands[0], to: TypeRef(oid), .explicit, location: location)
            }
            touch(name, .unsupported("no such function here"))
            throw PostgresError.noFunction(
                "\(name)(\(operands.map { catalog.display(TypeRef($0.type.oid)) }.joined(separator: ", ")))"
            ).at(location)
        }
    }

    func arguments(_ node: UnsafeMutablePointer<PgQuery__FuncCall>, _ scope: Scope) throws -> [Expression] {
        if node.pointee.func_variadic != 0 {
            throw PostgresError.unsupported("VARIADIC arguments are not supported").at(Int(node.pointee.location))
        }
        return try nodes(node.pointee.n_args, node.pointee.args).map { argument in
            guard argument.kind != PG_QUERY__NODE__NODE_NAMED_ARG_EXPR else {
                throw PostgresError.unsupported("named arguments are not supported").at(Int(node.pointee.location))
            }
            return try expression(argument, scope)
        }
    }

    private func operandText(_ node: UnsafeMutablePointer<PgQuery__FuncCall>, _ scope: Scope) throws -> String {
        try arguments(node, scope).map { catalog.display(TypeRef($0.type.oid)) }.joined(separator: ", ")
    }

    // MARK: Aggregates

    private func aggregate(
        _ node: UnsafeMutablePointer<PgQuery__FuncCall>, _ name: String, _ scope: Scope, location: Int
    ) throws -> Expression {
        let isWindow = node.pointee.over != nil
        if !isWindow {
            if let clause = scope.clause {
                throw PostgresError("42803", "aggregate functions are not allowed in \(clause)").at(location)
            }
            guard scope.aggregateDepth == 0 else {
                throw PostgresError("42803", "aggregate function calls cannot be nested").at(location)
            }
            scope.sawAggregate = true
            scope.aggregateDepth += 1
        }
        defer { if !isWindow { scope.aggregateDepth -= 1 } }
        let operands = try arguments(node, scope)
        let filter = try node.pointee.agg_filter.map { try condition($0, scope, clause: "FILTER") }
        var order: [AggregateKey] = []
        for item in nodes(node.pointee.n_agg_order, node.pointee.agg_order) {
            guard let sort = item.pointee.sort_by, let key = sort.pointee.node else { continue }
            let value = try settled(try expression(key, scope))
            let (isDescending, isNullsFirst) = direction(sort)
            order.append(AggregateKey(expression: value, isDescending: isDescending, isNullsFirst: isNullsFirst))
        }
        let isDistinct = node.pointee.agg_distinct != 0
        if node.pointee.agg_within_group != 0 {
            throw PostgresError.unsupported("ordered-set aggregates are not supported").at(location)
        }
        var sql: String
        var result: TypeRef
        if node.pointee.agg_star != 0 {
            guard name == "count" else {
                throw PostgresError("42809", "\(name)(*) must be used to call a parameterless aggregate function").at(
                    location)
            }
            (sql, result) = ("count(*)", TypeRef(TypeOID.int8))
            touch("count", .exact)
        } else {
            guard let chosen = try Aggregates.form(name, operands, self) else {
                throw PostgresError.noFunction(
                    "\(name)(\(operands.map { catalog.display(TypeRef($0.type.oid)) }.joined(separator: ", ")))"
                ).at(location)
            }
            touch(name, .exact)
            sql = chosen.sql(order, isDistinct)
            result = chosen.result
        }
        if let filter { sql += " FILTER (WHERE \(filter))" }
        if let over = node.pointee.over { sql += " OVER " + (try window(over, scope)) }
        if isWindow { result.modifier = -1 }
        return Expression(isWindow ? "(\(sql))" : sql, result, location: location)
    }

    // MARK: Windows

    private func windowCall(
        _ node: UnsafeMutablePointer<PgQuery__FuncCall>, _ function: WindowFunctions.Entry, _ scope: Scope,
        location: Int
    ) throws -> Expression {
        guard let over = node.pointee.over else { throw PostgresError.syntax("syntax error").at(location) }
        if let clause = scope.clause {
            throw PostgresError("42P20", "window functions are not allowed in \(clause)").at(location)
        }
        var operands = try arguments(node, scope).map { try settled($0) }
        guard function.counts.contains(operands.count) else {
            throw PostgresError.noFunction(
                "\(function.name)(\(operands.map { catalog.display($0.type) }.joined(separator: ", ")))"
            ).at(location)
        }
        if let place = function.integerArgument, operands.count > place {
            operands[place] = try coerce(operands[place], to: TypeRef(TypeOID.int4), .implicit)
        }
        if operands.count == 3 { operands[2] = try coerce(operands[2], to: operands[0].type, .implicit) }
        touch(function.name, .exact)
        let sql = "(\(function.name)(\(operands.map(\.sql).joined(separator: ", "))) OVER \(try window(over, scope)))"
        return Expression(
            sql, function.result.map { TypeRef($0) } ?? operands.first?.type ?? TypeRef(TypeOID.int8),
            location: location)
    }

    /// A window definition, or the name of one.
    func window(_ node: UnsafeMutablePointer<PgQuery__WindowDef>, _ scope: Scope) throws -> String {
        let location = Int(node.pointee.location)
        let name = text(node.pointee.name)
        if !name.isEmpty {
            guard let definition = scope.windows[name] else {
                throw PostgresError("42704", "window \"\(name)\" does not exist").at(location)
            }
            return "(\(definition))"
        }
        return "(\(try windowBody(node, scope)))"
    }

    func windowBody(_ node: UnsafeMutablePointer<PgQuery__WindowDef>, _ scope: Scope) throws -> String {
        var parts: [String] = []
        let base = text(node.pointee.refname)
        if !base.isEmpty {
            guard let definition = scope.windows[base] else {
                throw PostgresError("42704", "window \"\(base)\" does not exist").at(Int(node.pointee.location))
            }
            parts.append(definition)
        }
        let partitions = try nodes(node.pointee.n_partition_clause, node.pointee.partition_clause).map {
            try settled(try expression($0, scope)).comparable
        }
        if !partitions.isEmpty { parts.append("PARTITION BY " + partitions.joined(separator: ", ")) }
        let orders = try nodes(node.pointee.n_order_clause, node.pointee.order_clause).compactMap { item -> String? in
            guard let sort = item.pointee.sort_by, let key = sort.pointee.node else { return nil }
            return ordered(try settled(try expression(key, scope)), sort)
        }
        if !orders.isEmpty { parts.append("ORDER BY " + orders.joined(separator: ", ")) }
        if let frame = try frame(node, scope) { parts.append(frame) }
        return parts.joined(separator: " ")
    }

    /// `frameOptions` of `parsenodes.h`, as the frame's SQL.
    private func frame(_ node: UnsafeMutablePointer<PgQuery__WindowDef>, _ scope: Scope) throws -> String? {
        let options = node.pointee.frame_options
        guard options & 0x1 != 0 else { return nil }
        let unit = options & 0x2 != 0 ? "RANGE" : options & 0x4 != 0 ? "ROWS" : "GROUPS"
        func offset(_ value: Node?) throws -> String {
            guard let value else { throw PostgresError.syntax("syntax error") }
            return try coerce(try expression(value, scope), to: TypeRef(TypeOID.int8), .implicit).sql
        }
        func bound(_ forms: [(Int32, String)], _ value: Node?) throws -> String {
            for (bit, form) in forms where options & bit != 0 {
                return form.hasPrefix("?") ? "\(try offset(value))\(form.dropFirst())" : form
            }
            return "CURRENT ROW"
        }
        let start = try bound(
            [(0x20, "UNBOUNDED PRECEDING"), (0x200, "CURRENT ROW"), (0x800, "? PRECEDING"), (0x2000, "? FOLLOWING")],
            node.pointee.start_offset)
        let end = try bound(
            [(0x100, "UNBOUNDED FOLLOWING"), (0x400, "CURRENT ROW"), (0x1000, "? PRECEDING"), (0x4000, "? FOLLOWING")],
            node.pointee.end_offset)
        var sql = "\(unit) BETWEEN \(start) AND \(end)"
        for (bit, word) in [(0x8000 as Int32, "CURRENT ROW"), (0x10000, "GROUP"), (0x20000, "TIES")]
        where options & bit != 0 {
            sql += " EXCLUDE \(word)"
        }
        return sql
    }

    // MARK: Order

    func direction(_ sort: UnsafeMutablePointer<PgQuery__SortBy>) -> (isDescending: Bool, isNullsFirst: Bool) {
        let isDescending = sort.pointee.sortby_dir == PG_QUERY__SORT_BY_DIR__SORTBY_DESC
        switch sort.pointee.sortby_nulls {
        case PG_QUERY__SORT_BY_NULLS__SORTBY_NULLS_FIRST: return (isDescending, true)
        case PG_QUERY__SORT_BY_NULLS__SORTBY_NULLS_LAST: return (isDescending, false)
        default: return (isDescending, isDescending)
        }
    }

    /// One term of an `ORDER BY`.
    func ordered(_ value: Expression, _ sort: UnsafeMutablePointer<PgQuery__SortBy>) -> String {
        let (isDescending, isNullsFirst) = direction(sort)
        return "\(orderKey(value)) \(isDescending ? "DESC" : "ASC") NULLS \(isNullsFirst ? "FIRST" : "LAST")"
    }

    /// What sorts as the type does: the ordinal of an enum's label, or the value with its collation.
    func orderKey(_ value: Expression) -> String {
        catalog.enumLabels(value.type.oid) != nil ? "pg_enum_place(\(value.type.oid), \(value.sql))" : value.comparable
    }
}

/// One key of an aggregate's own `ORDER BY`.
struct AggregateKey {
    var expression: Expression
    var isDescending: Bool
    var isNullsFirst: Bool
}

/// The window functions that are not aggregates; SQLite has them all, with the same results.
enum WindowFunctions {
    struct Entry: Sendable {
        var name: String
        var counts: ClosedRange<Int>
        /// Nil for the type of the first argument.
        var result: OID?
        var integerArgument: Int?
    }

    static let all = [
        Entry(name: "row_number", counts: 0...0, result: TypeOID.int8),
        Entry(name: "rank", counts: 0...0, result: TypeOID.int8),
        Entry(name: "dense_rank", counts: 0...0, result: TypeOID.int8),
        Entry(name: "percent_rank", counts: 0...0, result: TypeOID.float8),
        Entry(name: "cume_dist", counts: 0...0, result: TypeOID.float8),
        Entry(name: "ntile", counts: 1...1, result: TypeOID.int4, integerArgument: 0),
        Entry(name: "lag", counts: 1...3, result: nil, integerArgument: 1),
        Entry(name: "lead", counts: 1...3, result: nil, integerArgument: 1),
        Entry(name: "first_value", counts: 1...1, result: nil), Entry(name: "last_value", counts: 1...1, result: nil),
        Entry(name: "nth_value", counts: 2...2, result: nil, integerArgument: 1),
    ]
    static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
}
