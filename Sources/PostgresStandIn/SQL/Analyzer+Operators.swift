import CPgQuery

extension Analyzer {
    /// Operators, `IN`, `LIKE`, `BETWEEN`, `NULLIF`, `IS DISTINCT FROM`, `= ANY (array)`.
    func operation(_ node: UnsafeMutablePointer<PgQuery__AExpr>, _ scope: Scope) throws -> Expression {
        let name = nodes(node.pointee.n_name, node.pointee.name).compactMap(\.string).last ?? ""
        let location = Int(node.pointee.location)
        let right = node.pointee.rexpr
        guard let right else { throw PostgresError.syntax("syntax error").at(location) }
        switch node.pointee.kind {
        case PG_QUERY__A__EXPR__KIND__AEXPR_IN:
            return try membership(node.pointee.lexpr, right.list, isNegated: name == "<>", scope, location: location)
        case PG_QUERY__A__EXPR__KIND__AEXPR_BETWEEN, PG_QUERY__A__EXPR__KIND__AEXPR_NOT_BETWEEN,
            PG_QUERY__A__EXPR__KIND__AEXPR_BETWEEN_SYM, PG_QUERY__A__EXPR__KIND__AEXPR_NOT_BETWEEN_SYM:
            return try between(node.pointee.lexpr, right.list, node.pointee.kind, scope, location: location)
        case PG_QUERY__A__EXPR__KIND__AEXPR_OP_ANY, PG_QUERY__A__EXPR__KIND__AEXPR_OP_ALL:
            guard let left = node.pointee.lexpr else { break }
            return try quantified(
                try expression(left, scope), name, try expression(right, scope),
                isAll: node.pointee.kind == PG_QUERY__A__EXPR__KIND__AEXPR_OP_ALL, location: location)
        default: break
        }
        if let left = node.pointee.lexpr, left.kind == PG_QUERY__NODE__NODE_ROW_EXPR,
            right.kind == PG_QUERY__NODE__NODE_ROW_EXPR
        {
            return try rowComparison(left, name, right, scope, location: location)
        }
        let left = try node.pointee.lexpr.map { try expression($0, scope) }
        let value = try expression(right, scope)
        switch node.pointee.kind {
        case PG_QUERY__A__EXPR__KIND__AEXPR_DISTINCT, PG_QUERY__A__EXPR__KIND__AEXPR_NOT_DISTINCT:
            guard let left else { break }
            let isDistinct = node.pointee.kind == PG_QUERY__A__EXPR__KIND__AEXPR_DISTINCT
            let (a, b) = try comparable(left, "=", value, location: location)
            return Expression(
                "(\(a.comparable) \(isDistinct ? "IS NOT" : "IS") \(b.comparable))", TypeOID.bool, location: location)
        case PG_QUERY__A__EXPR__KIND__AEXPR_NULLIF:
            guard let left else { break }
            let (a, b) = try comparable(left, "=", value, location: location)
            return Expression(
                "(CASE WHEN \(a.comparable) = \(b.comparable) THEN NULL ELSE \(a.sql) END)",
                left.isUnknown ? a.type : left.type, location: location)
        case PG_QUERY__A__EXPR__KIND__AEXPR_LIKE, PG_QUERY__A__EXPR__KIND__AEXPR_ILIKE:
            return try binary(left, name, value, location: location)
        case PG_QUERY__A__EXPR__KIND__AEXPR_SIMILAR:
            throw PostgresError.unsupported("SIMILAR TO is not supported").at(location)
        default: return try binary(left, name, value, location: location)
        }
        throw PostgresError.syntax("syntax error").at(location)
    }

    static let comparisons: Set<String> = ["=", "<>", "!=", "<", ">", "<=", ">="]

    /// An operator of two operands, or a prefix operator when `left` is nil.
    func binary(_ left: Expression?, _ name: String, _ right: Expression, location: Int) throws -> Expression {
        if let left, Self.comparisons.contains(name) {
            let (a, b) = try comparable(left, name, right, location: location)
            let symbol = name == "!=" ? "<>" : name
            return Expression("(\(a.comparable) \(symbol) \(b.comparable))", TypeOID.bool, location: location)
        }
        do {
            return try invoke(
                Operators.entries(name), operands: left.map { [$0, right] } ?? [right], isOperator: true,
                location: location)
        } catch is NoCandidate {
            throw noOperator(left, name, right).at(location)
        }
    }

    private func noOperator(_ left: Expression?, _ name: String, _ right: Expression) -> PostgresError {
        let words = [
            left.map { catalog.display(TypeRef($0.type.oid)) }, name, catalog.display(TypeRef(right.type.oid)),
        ]
        return .noOperator(words.compactMap { $0 }.joined(separator: " "))
    }

    /// Both operands as the type in which they compare.
    func comparable(_ left: Expression, _ name: String, _ right: Expression, location: Int) throws -> (
        Expression, Expression
    ) {
        guard let type = comparisonType(left, right) else { throw noOperator(left, name, right).at(location) }
        if TypeTable.isArray(type) { try checkArrays(type, name, location: location) }
        return (try coerce(left, to: TypeRef(type), .implicit), try coerce(right, to: TypeRef(type), .implicit))
    }

    /// Arrays are stored as text, which says whether two are equal only where each element has one text, and nothing of order.
    private func checkArrays(_ type: OID, _ name: String, location: Int) throws {
        let single: Set<OID> = [
            TypeOID.bool, TypeOID.int2, TypeOID.int4, TypeOID.int8, TypeOID.text, TypeOID.varchar, TypeOID.name,
            TypeOID.uuid, TypeOID.date, TypeOID.oid, TypeOID.char,
        ]
        let isEquality = name == "=" || name == "<>" || name == "!="
        guard isEquality, single.contains(TypeTable.element(of: type)) else {
            throw PostgresError.unsupported(
                "operator \(name) on \(catalog.display(TypeRef(type))) is not supported"
            ).at(location)
        }
    }

    private func comparisonType(_ left: Expression, _ right: Expression) -> OID? {
        typealias T = TypeOID
        var (a, b) = (left.type.oid, right.type.oid)
        if a == T.unknown, b == T.unknown { return T.text }
        if a == T.unknown { a = b }
        if b == T.unknown { b = a }
        if a == T.json || b == T.json || a == T.record { return nil }
        if a == b { return a == T.varchar ? T.text : a }
        let (x, y) = (TypeTable.entry(a), TypeTable.entry(b))
        if x.category == "S", y.category == "S" { return T.text }
        if [a, b].contains(T.char), [x.category, y.category].contains("S") { return T.text }
        let ids: Set<OID> = [T.oid, T.regclass, T.regtype, T.regproc, T.regnamespace, T.xid]
        if ids.contains(a) || ids.contains(b) {
            return (ids.contains(a) || [T.int2, T.int4, T.int8].contains(a))
                && (ids.contains(b) || [T.int2, T.int4, T.int8].contains(b)) ? T.oid : nil
        }
        if x.category == "N", y.category == "N" {
            if [T.float4, T.float8].contains(a) || [T.float4, T.float8].contains(b) { return T.float8 }
            if a == T.numeric || b == T.numeric { return T.numeric }
            return T.int8
        }
        let moments: [OID] = [T.date, T.timestamp, T.timestamptz]
        if let i = moments.firstIndex(of: a), let j = moments.firstIndex(of: b) { return moments[max(i, j)] }
        return nil
    }

    private func membership(_ left: Node?, _ items: [Node], isNegated: Bool, _ scope: Scope, location: Int) throws
        -> Expression
    {
        guard let left else { throw PostgresError.syntax("syntax error").at(location) }
        if left.kind == PG_QUERY__NODE__NODE_ROW_EXPR {
            let tests = try items.map { try rowComparison(left, "=", $0, scope, location: location).sql }
            let any = "(" + tests.joined(separator: " OR ") + ")"
            return Expression(isNegated ? "(NOT \(any))" : any, TypeOID.bool, location: location)
        }
        let value = try expression(left, scope)
        let values = try items.map { try expression($0, scope) }
        // One common type for the whole list where there is one, as PostgreSQL's `transformAExprIn`.
        var type: OID? = value.type.oid
        for item in values {
            guard let current = type else { break }
            type = comparisonType(Expression("", current), item)
        }
        guard let type, type != TypeOID.unknown || values.allSatisfy(\.isUnknown) else {
            let first = values.first { comparisonType(value, $0) == nil } ?? value
            throw noOperator(value, isNegated ? "<>" : "=", first).at(location)
        }
        let target = TypeRef(type == TypeOID.unknown ? TypeOID.text : type)
        let subject = try coerce(value, to: target, .implicit)
        let list = try values.map { try coerce($0, to: target, .implicit).sql }.joined(separator: ", ")
        return Expression(
            "(\(subject.comparable) \(isNegated ? "NOT IN" : "IN") (\(list)))", TypeOID.bool, location: location)
    }

    private func between(_ left: Node?, _ bounds: [Node], _ kind: PgQuery__AExprKind, _ scope: Scope, location: Int)
        throws -> Expression
    {
        guard let left, bounds.count == 2 else { throw PostgresError.syntax("syntax error").at(location) }
        let value = try expression(left, scope)
        let (low, high) = (try expression(bounds[0], scope), try expression(bounds[1], scope))
        func within(_ low: Expression, _ high: Expression) throws -> String {
            let above = try binary(value, ">=", low, location: location)
            let below = try binary(value, "<=", high, location: location)
            return "(\(above.sql) AND \(below.sql))"
        }
        var sql = try within(low, high)
        let isSymmetric =
            kind == PG_QUERY__A__EXPR__KIND__AEXPR_BETWEEN_SYM || kind == PG_QUERY__A__EXPR__KIND__AEXPR_NOT_BETWEEN_SYM
        if isSymmetric { sql = "(\(sql) OR \(try within(high, low)))" }
        let isNegated =
            kind == PG_QUERY__A__EXPR__KIND__AEXPR_NOT_BETWEEN || kind == PG_QUERY__A__EXPR__KIND__AEXPR_NOT_BETWEEN_SYM
        return Expression(isNegated ? "(NOT \(sql))" : sql, TypeOID.bool, location: location)
    }

    /// `(a, b) = (c, d)`, and the orders, column by column.
    func rowComparison(_ left: Node, _ name: String, _ right: Node, _ scope: Scope, location: Int) throws -> Expression
    {
        guard right.kind == PG_QUERY__NODE__NODE_ROW_EXPR, let a = left.pointee.row_expr, let b = right.pointee.row_expr
        else {
            throw PostgresError.unsupported("comparing a row with this is not supported").at(location)
        }
        let lefts = try nodes(a.pointee.n_args, a.pointee.args).map { try expression($0, scope) }
        let rights = try nodes(b.pointee.n_args, b.pointee.args).map { try expression($0, scope) }
        guard lefts.count == rights.count else {
            throw PostgresError.syntax("unequal number of entries in row expressions").at(location)
        }
        guard Self.comparisons.contains(name) else {
            throw PostgresError.unsupported("operator \(name) on rows is not supported").at(location)
        }
        let pairs = try zip(lefts, rights).map { try comparable($0, name, $1, location: location) }
        let sides = [pairs.map(\.0.comparable), pairs.map(\.1.comparable)].map {
            "(" + $0.joined(separator: ", ") + ")"
        }
        return Expression("(\(sides[0]) \(name == "!=" ? "<>" : name) \(sides[1]))", TypeOID.bool, location: location)
    }

    /// `x op ANY (array)` and `x op ALL (array)`.
    private func quantified(_ left: Expression, _ name: String, _ right: Expression, isAll: Bool, location: Int) throws
        -> Expression
    {
        var array = right
        if array.isUnknown {
            let element = left.isUnknown ? TypeOID.text : left.type.oid
            array = try coerce(array, to: TypeRef(TypeTable.array(of: element)), .implicit)
        }
        let element = TypeTable.element(of: array.type.oid)
        guard TypeTable.isArray(array.type.oid), element != 0 else {
            throw PostgresError("42809", "op ANY/ALL (array) requires array on right side").at(location)
        }
        let item = Expression("json_each.value", element)
        let test = try binary(left, name, item, location: location)
        let list = "json_each(pg_elements(\(array.sql), \(element)))"
        // NULL where no element decides and one of them, or the array, is null: the rule of SQL for ANY and ALL.
        let (decisive, other) = isAll ? ("0", "1") : ("1", "0")
        let wanted = isAll ? "NOT \(test.sql)" : test.sql
        let sql =
            "(CASE WHEN \(array.sql) IS NULL THEN NULL WHEN EXISTS (SELECT 1 FROM \(list) WHERE \(wanted)) THEN \(decisive)"
            + " WHEN EXISTS (SELECT 1 FROM \(list) WHERE \(test.sql) IS NULL) THEN NULL ELSE \(other) END)"
        return Expression(sql, TypeOID.bool, location: location)
    }

    func boolean(_ node: UnsafeMutablePointer<PgQuery__BoolExpr>, _ scope: Scope) throws -> Expression {
        let words = [
            PG_QUERY__BOOL_EXPR_TYPE__AND_EXPR.rawValue: "AND", PG_QUERY__BOOL_EXPR_TYPE__OR_EXPR.rawValue: "OR",
        ]
        let word = words[node.pointee.boolop.rawValue] ?? "NOT"
        let parts = try nodes(node.pointee.n_args, node.pointee.args).map { argument in
            let value = try expression(argument, scope)
            if value.isUnknown { return try coerce(value, to: TypeRef(TypeOID.bool), .implicit).sql }
            guard value.type.oid == TypeOID.bool else {
                throw PostgresError.datatypeMismatch(
                    "argument of \(word) must be type boolean, not type \(catalog.display(value.type))"
                ).at(value.location)
            }
            return value.sql
        }
        let sql = word == "NOT" ? "(NOT \(parts.first ?? "NULL"))" : "(" + parts.joined(separator: " \(word) ") + ")"
        return Expression(sql, TypeOID.bool, location: Int(node.pointee.location))
    }
}
