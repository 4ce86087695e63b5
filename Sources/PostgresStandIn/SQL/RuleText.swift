import CPgQuery
import SQLiteStore

/// Writes an expression of the catalog as `pg_get_expr`, `pg_get_constraintdef` and `pg_get_indexdef` print it.
///
/// It follows `get_rule_expr` of `src/backend/utils/adt/ruleutils.c`: literals carry their type, the casts that the analysis
/// put in are shown, and every operator stands in parentheses unless the text is to be pretty. What it does not know how to
/// print stays as libpg_query writes it.
struct RuleText {
    let analyzer: Analyzer
    let scope: Scope
    let isPretty: Bool

    /// What encloses an expression, which decides its parentheses in the pretty form.
    indirect enum Parent {
        case top, cast, negation, conjunction, disjunction, function
        /// An operator, and whether this is its first operand.
        case binary(String, isFirst: Bool)
    }

    /// The text of SQL that the catalog keeps, over the columns of `table`.
    ///
    /// - Parameter type: what the expression is assigned to, as a default is; nil where it stands for itself.
    static func text(_ sql: String, of table: Table?, as type: TypeRef? = nil, isPretty: Bool, _ runtime: Runtime)
        -> String
    {
        guard let tree = try? SyntaxTree("SELECT \(sql)"), let node = tree.onlyValue else { return sql }
        let rule = RuleText(
            analyzer: Analyzer(runtime), scope: table.map(PhysicalScope.row) ?? Scope(parent: nil), isPretty: isPretty)
        return (try? rule.text(node, .top, wanted: type, showsCast: false)) ?? sql
    }

    /// The text of one expression.
    ///
    /// - Parameters:
    ///   - wanted: the type that the expression's place asks for; nil where it has its own.
    ///   - showsCast: whether a cast to that type, if one is needed, is printed.
    private func text(_ node: Node, _ parent: Parent, wanted: TypeRef? = nil, showsCast: Bool = true) throws -> String {
        try analyzer.nested {
            let value = try analyzer.expression(node, scope)
            let type = wanted.map { TypeRef($0.oid) }
            if case .literal(let literal) = value.kind {
                return try constant(literal, type ?? TypeRef(TypeOID.text))
            }
            if value.kind == .null { return "NULL::\(name(type ?? TypeRef(TypeOID.text)))" }
            if let type, showsCast, value.type.oid != type.oid {
                let inner = try plain(node, .cast, value)
                return isPretty ? "\(inner)::\(name(type))" : "(\(inner))::\(name(type))"
            }
            return try plain(node, parent, value)
        }
    }

    private func plain(_ node: Node, _ parent: Parent, _ value: Expression) throws -> String {
        switch node.kind {
        case PG_QUERY__NODE__NODE_COLUMN_REF:
            let fields = nodes(node.pointee.column_ref.pointee.n_fields, node.pointee.column_ref.pointee.fields)
            return QualifiedName.quoted(fields.compactMap(\.string).last ?? "")
        case PG_QUERY__NODE__NODE_A_CONST: return try number(node, value.type)
        case PG_QUERY__NODE__NODE_TYPE_CAST: return try cast(node, value.type)
        case PG_QUERY__NODE__NODE_BOOL_EXPR: return try boolean(node, parent)
        case PG_QUERY__NODE__NODE_NULL_TEST:
            guard let test = node.pointee.null_test, let argument = test.pointee.arg else { throw NoText() }
            let isNull = test.pointee.nulltesttype == PG_QUERY__NULL_TEST_TYPE__IS_NULL
            return enclosed("\(try text(argument, .negation)) \(isNull ? "IS NULL" : "IS NOT NULL")", parent)
        case PG_QUERY__NODE__NODE_FUNC_CALL: return try call(node)
        case PG_QUERY__NODE__NODE_COALESCE_EXPR:
            guard let coalesce = node.pointee.coalesce_expr else { throw NoText() }
            let arguments = nodes(coalesce.pointee.n_args, coalesce.pointee.args)
            return "COALESCE(\(try list(arguments, value.type)))"
        case PG_QUERY__NODE__NODE_A_ARRAY_EXPR:
            guard let array = node.pointee.a_array_expr else { throw NoText() }
            let element = TypeRef(TypeTable.element(of: value.type.oid))
            return "ARRAY[\(try list(nodes(array.pointee.n_elements, array.pointee.elements), element))]"
        case PG_QUERY__NODE__NODE_A_EXPR: return try operation(node, parent)
        case PG_QUERY__NODE__NODE_SQLVALUE_FUNCTION: return try deparse(expression: node).uppercased()
        default: return try deparse(expression: node)
        }
    }

    private struct NoText: Error {}

    private func list(_ items: [Node], _ type: TypeRef) throws -> String {
        try items.map { try text($0, .function, wanted: type) }.joined(separator: ", ")
    }

    /// As `format_type_with_typemod` prints it.
    private func name(_ type: TypeRef) -> String {
        type.oid == TypeOID.bpchar && type.modifier < 0 ? "bpchar" : analyzer.catalog.display(type)
    }

    // MARK: Constants

    /// A literal as `get_const_expr` prints it: read by its type's input, written by its output.
    private func constant(_ literal: String, _ type: TypeRef) throws -> String {
        let stored = try TypeInput.value(literal, type, analyzer.runtime)
        let text = TypeOutput.text(stored, type.oid, analyzer.runtime)
        return bare(text, type) ?? "\(text.sqlLiteral)::\(name(type))"
    }

    /// The numbers and truth values that need neither quotes nor a type.
    private func bare(_ text: String, _ type: TypeRef) -> String? {
        let isSigned = text.first?.isNumber != true
        if type.oid == TypeOID.int4, !isSigned { return text }
        if type.oid == TypeOID.numeric, !isSigned, text.contains(where: { $0 == "." || $0 == "e" || $0 == "E" }) {
            return text
        }
        if type.oid == TypeOID.bool { return text == "t" || text == "true" ? "true" : "false" }
        return nil
    }

    private func number(_ node: Node, _ type: TypeRef) throws -> String {
        let source = try deparse(expression: node)
        return bare(source, type) ?? "\(source.sqlLiteral)::\(name(type))"
    }

    private func cast(_ node: Node, _ type: TypeRef) throws -> String {
        guard let cast = node.pointee.type_cast, let argument = cast.pointee.arg else { throw NoText() }
        let inner = try analyzer.expression(argument, scope)
        if case .literal(let literal) = inner.kind, type.modifier < 0 { return try constant(literal, type) }
        if case .literal(let literal) = inner.kind {
            return "\(try constant(literal, TypeRef(type.oid)))::\(name(type))"
        }
        if inner.type == type { return try text(argument, .cast) }
        let shown = try text(argument, .cast)
        return isPretty ? "\(shown)::\(name(type))" : "(\(shown))::\(name(type))"
    }

    // MARK: Operators

    private func boolean(_ node: Node, _ parent: Parent) throws -> String {
        guard let expression = node.pointee.bool_expr else { throw NoText() }
        let items = nodes(expression.pointee.n_args, expression.pointee.args)
        let type = TypeRef(TypeOID.bool)
        if expression.pointee.boolop == PG_QUERY__BOOL_EXPR_TYPE__NOT_EXPR {
            guard let item = items.first else { throw NoText() }
            return enclosed("NOT \(try text(item, .negation, wanted: type))", parent, isConjunction: true)
        }
        let isAnd = expression.pointee.boolop == PG_QUERY__BOOL_EXPR_TYPE__AND_EXPR
        let parts = try items.map { try text($0, isAnd ? .conjunction : .disjunction, wanted: type) }
        return enclosed(
            parts.joined(separator: isAnd ? " AND " : " OR "), parent, isConjunction: isAnd, isDisjunction: !isAnd)
    }

    /// With the parentheses that `isSimpleNode` asks for.
    private func enclosed(
        _ text: String, _ parent: Parent, isConjunction: Bool = false, isDisjunction: Bool = false,
        symbol: String? = nil
    ) -> String {
        guard isPretty else { return "(\(text))" }
        let isBoolean = isConjunction || isDisjunction
        let isSimple: Bool =
            switch parent {
            case .top, .function: true
            case .cast: false
            case .negation: false
            case .conjunction: !isDisjunction
            case .disjunction: true
            case .binary(let outer, let isFirst): !isBoolean && Self.binds(symbol, within: outer, isFirst: isFirst)
            }
        return isSimple ? text : "(\(text))"
    }

    /// Whether an arithmetic operator needs no parentheses as an operand of another.
    private static func binds(_ symbol: String?, within outer: String, isFirst: Bool) -> Bool {
        let (low, high): (Set<String>, Set<String>) = (["+", "-"], ["*", "/", "%"])
        guard let symbol, low.contains(symbol) || high.contains(symbol) else { return false }
        guard low.contains(outer) || high.contains(outer) else { return false }
        if high.contains(symbol) && low.contains(outer) { return true }
        return low.contains(symbol) && high.contains(outer) ? false : isFirst
    }

    private func operation(_ node: Node, _ parent: Parent) throws -> String {
        guard let operation = node.pointee.a_expr, let right = operation.pointee.rexpr else { throw NoText() }
        let symbol = nodes(operation.pointee.n_name, operation.pointee.name).compactMap(\.string).last ?? ""
        let left = operation.pointee.lexpr
        switch operation.pointee.kind {
        case PG_QUERY__A__EXPR__KIND__AEXPR_OP, PG_QUERY__A__EXPR__KIND__AEXPR_LIKE,
            PG_QUERY__A__EXPR__KIND__AEXPR_ILIKE:
            return enclosed(try sides(left, symbol, right), parent, symbol: left == nil ? nil : symbol)
        case PG_QUERY__A__EXPR__KIND__AEXPR_IN:
            guard let left else { throw NoText() }
            return try membership(left, right.list, isNegated: symbol == "<>", parent)
        case PG_QUERY__A__EXPR__KIND__AEXPR_BETWEEN, PG_QUERY__A__EXPR__KIND__AEXPR_NOT_BETWEEN:
            let isNegated = operation.pointee.kind == PG_QUERY__A__EXPR__KIND__AEXPR_NOT_BETWEEN
            guard right.list.count == 2 else { throw NoText() }
            let tests = try zip(isNegated ? ["<", ">"] : [">=", "<="], right.list).map {
                enclosed(try sides(left, $0, $1), .conjunction)
            }
            return enclosed(
                tests.joined(separator: isNegated ? " OR " : " AND "), parent, isConjunction: !isNegated,
                isDisjunction: isNegated)
        case PG_QUERY__A__EXPR__KIND__AEXPR_DISTINCT:
            guard let left else { throw NoText() }
            let (type, _) = try types(left, "=", right)
            let shown = try [left, right].map { try text($0, .negation, wanted: type) }
            return enclosed(shown.joined(separator: " IS DISTINCT FROM "), parent)
        default: return try deparse(expression: node)
        }
    }

    private func sides(_ left: Node?, _ symbol: String, _ right: Node) throws -> String {
        let symbol = symbol == "!=" ? "<>" : symbol
        guard let left else {
            return "\(symbol) \(try text(right, .binary(symbol, isFirst: true)))"
        }
        let (a, b) = try types(left, symbol, right)
        let first = try text(left, .binary(symbol, isFirst: true), wanted: a)
        return "\(first) \(symbol) \(try text(right, .binary(symbol, isFirst: false), wanted: b))"
    }

    /// The types that the operator takes its operands as; nil for an operand that is taken as it is.
    private func types(_ left: Node, _ symbol: String, _ right: Node) throws -> (TypeRef?, TypeRef?) {
        let a = try analyzer.expression(left, scope)
        let b = try analyzer.expression(right, scope)
        // The integers, and the dates and timestamps, have an operator for each pair of them.
        let families: [Set<OID>] = [
            [TypeOID.int2, TypeOID.int4, TypeOID.int8], [TypeOID.date, TypeOID.timestamp, TypeOID.timestamptz],
            [TypeOID.float4, TypeOID.float8],
        ]
        if families.contains(where: { $0.contains(a.type.oid) && $0.contains(b.type.oid) }) { return (nil, nil) }
        if Analyzer.comparisons.contains(symbol) {
            let (x, y) = try analyzer.comparable(a, symbol, b, location: -1)
            return (x.type, y.type)
        }
        guard let entry = analyzer.chosen(Operators.entries(symbol), [a, b], isOperator: true) else {
            return (nil, nil)
        }
        let formals = entry.arguments.map { TypeTable.entry($0).category == "P" ? nil : TypeRef($0) }
        return (formals.first ?? nil, formals.last ?? nil)
    }

    private func membership(_ left: Node, _ items: [Node], isNegated: Bool, _ parent: Parent) throws -> String {
        let symbol = isNegated ? "<>" : "="
        guard items.count > 1, let first = items.first else {
            guard let item = items.first else { throw NoText() }
            return enclosed(try sides(left, symbol, item), parent, symbol: symbol)
        }
        let value = try analyzer.expression(left, scope)
        let (wanted, _) = try types(left, symbol, first)
        // The literals take the type of the column; the array is then cast as a whole.
        let isCast = wanted.map { $0.oid != value.type.oid } ?? false
        let element = isCast ? TypeRef(value.type.oid) : wanted ?? value.type
        var array = "ARRAY[\(try list(items, element))]"
        if isCast, let wanted {
            array = isPretty ? "\(array)::\(name(wanted))[]" : "(\(array))::\(name(wanted))[]"
        }
        let shown = try text(left, .binary(symbol, isFirst: true), wanted: wanted)
        return enclosed("\(shown) \(symbol) \(isNegated ? "ALL" : "ANY") (\(array))", parent)
    }

    private func call(_ node: Node) throws -> String {
        guard let function = node.pointee.func_call else { throw NoText() }
        let name = nodes(function.pointee.n_funcname, function.pointee.funcname).compactMap(\.string).last ?? ""
        let arguments = nodes(function.pointee.n_args, function.pointee.args)
        let values = try arguments.map { try analyzer.expression($0, scope) }
        let formals = analyzer.chosen(Functions.entries(name), values, isOperator: false)?.arguments ?? []
        let shown = try arguments.enumerated().map { index, argument in
            let formal = index < formals.count ? formals[index] : TypeOID.any
            let isOpen = TypeTable.entry(formal).category == "P"
            return try text(argument, .function, wanted: isOpen ? nil : TypeRef(formal))
        }
        return "\(QualifiedName.quoted(name))(\(shown.joined(separator: ", ")))"
    }
}

extension SyntaxTree {
    /// The expression of `SELECT expression`.
    var onlyValue: Node? {
        guard let node = statements.first?.node, node.kind == PG_QUERY__NODE__NODE_SELECT_STMT,
            let select = node.pointee.select_stmt,
            let target = nodes(select.pointee.n_target_list, select.pointee.target_list).first
        else { return nil }
        return target.pointee.res_target?.pointee.val
    }
}
