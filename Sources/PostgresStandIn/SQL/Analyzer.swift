import CPgQuery
import Fidelity
import SQLiteStore

/// Gives every expression of one statement a type and says it in SQLite's SQL.
///
/// The steps follow PostgreSQL's parse analysis (`src/backend/parser`): names are looked up in scopes, operators and
/// functions are chosen by the types of their arguments, literals take the type that their place asks for. What the tables
/// of operators and functions do not have is PostgreSQL's own error.
final class Analyzer {
    let runtime: Runtime
    /// The types of `$1`, `$2`; unknown until a use decides.
    var parameters: [OID]
    /// Whether the statement changes something, or must see nothing change: then it needs the writing connection.
    var needsWriter = false
    /// `SELECT FOR UPDATE`, which a read-only session may not run.
    var lockingCommand: String?
    /// The table of `NOWAIT`: who would wait for it answers an error instead.
    var unwaitedTable: String?
    var isUpsert = false
    /// Catalog tables in use, which become common table expressions of the whole statement.
    var systemTables: [SystemTable] = []
    private var aliases = 0
    private var depth = 0
    let touch: (String, Fidelity) -> Void

    init(_ runtime: Runtime, parameters: [OID] = [], touch: @escaping (String, Fidelity) -> Void = { _, _ in }) {
        self.runtime = runtime
        self.parameters = parameters
        self.touch = touch
    }

    var catalog: Catalog { runtime.catalog }

    func makeAlias() -> String {
        aliases += 1
        return "t\(aliases)"
    }

    /// Runs `body` one level deeper; the depth is bounded because statements come from outside.
    func nested<Result>(_ body: () throws -> Result) throws -> Result {
        depth += 1
        defer { depth -= 1 }
        guard depth < 400 else { throw PostgresError.tooDeep }
        return try body()
    }

    /// The common table expressions for the catalog tables in use, to stand before `sql`.
    func withSystemTables(_ sql: String) -> String {
        guard !systemTables.isEmpty else { return sql }
        let tables = systemTables.map { "\($0.storedName.sqlName) AS MATERIALIZED (\($0.query))" }.joined(
            separator: ", ")
        return sql.hasPrefix("WITH RECURSIVE ")
            ? "WITH RECURSIVE \(tables), \(sql.dropFirst(15))"
            : sql.hasPrefix("WITH ") ? "WITH \(tables), \(sql.dropFirst(5))" : "WITH \(tables) \(sql)"
    }

    // MARK: Expressions

    /// The expression of `node`, with its type as far as it is known.
    func expression(_ node: Node, _ scope: Scope) throws -> Expression {
        try nested {
            let mark = scope.ungrouped.count
            let result = try dispatch(node, scope)
            if !scope.groupKeys.isEmpty, scope.groupKeys.contains(result.sql), scope.ungrouped.count > mark {
                scope.ungrouped.removeLast(scope.ungrouped.count - mark)
            }
            return result
        }
    }

    private func dispatch(_ node: Node, _ scope: Scope) throws -> Expression {
        switch node.kind {
        case PG_QUERY__NODE__NODE_A_CONST: return try constant(node.pointee.a_const)
        case PG_QUERY__NODE__NODE_COLUMN_REF: return try column(node.pointee.column_ref, scope)
        case PG_QUERY__NODE__NODE_PARAM_REF: return try parameter(node.pointee.param_ref)
        case PG_QUERY__NODE__NODE_A_EXPR: return try operation(node.pointee.a_expr, scope)
        case PG_QUERY__NODE__NODE_BOOL_EXPR: return try boolean(node.pointee.bool_expr, scope)
        case PG_QUERY__NODE__NODE_FUNC_CALL: return try call(node.pointee.func_call, scope)
        case PG_QUERY__NODE__NODE_TYPE_CAST: return try cast(node.pointee.type_cast, scope)
        case PG_QUERY__NODE__NODE_SUB_LINK: return try subquery(node.pointee.sub_link, scope)
        case PG_QUERY__NODE__NODE_CASE_EXPR: return try caseExpression(node.pointee.case_expr, scope)
        case PG_QUERY__NODE__NODE_COALESCE_EXPR: return try coalesce(node.pointee.coalesce_expr, scope)
        case PG_QUERY__NODE__NODE_MIN_MAX_EXPR: return try greatestLeast(node.pointee.min_max_expr, scope)
        case PG_QUERY__NODE__NODE_NULL_TEST: return try nullTest(node.pointee.null_test, scope)
        case PG_QUERY__NODE__NODE_BOOLEAN_TEST: return try booleanTest(node.pointee.boolean_test, scope)
        case PG_QUERY__NODE__NODE_SQLVALUE_FUNCTION: return try valueFunction(node.pointee.sqlvalue_function)
        case PG_QUERY__NODE__NODE_A_ARRAY_EXPR: return try array(node.pointee.a_array_expr, scope)
        case PG_QUERY__NODE__NODE_A_INDIRECTION: return try indirection(node.pointee.a_indirection, scope)
        case PG_QUERY__NODE__NODE_COLLATE_CLAUSE:
            let clause = node.pointee.collate_clause
            guard let clause, let argument = clause.pointee.arg else { throw PostgresError.syntax("syntax error") }
            let name = nodes(clause.pointee.n_collname, clause.pointee.collname).compactMap(\.string).last ?? ""
            guard ["C", "POSIX", "default", "ucs_basic"].contains(name) else {
                throw PostgresError("42704", "collation \"\(name)\" for encoding \"UTF8\" does not exist").at(
                    Int(clause.pointee.location))
            }
            return try expression(argument, scope)
        case PG_QUERY__NODE__NODE_ROW_EXPR: throw PostgresError.unsupported("row values are not supported here")
        case PG_QUERY__NODE__NODE_SET_TO_DEFAULT:
            throw PostgresError.syntax("DEFAULT is not allowed in this context").at(
                Int(node.pointee.set_to_default.pointee.location))
        default:
            throw PostgresError.unsupported("this kind of expression is not supported (node \(node.kind.rawValue))")
        }
    }

    /// A condition: `clause` names the place in the error.
    func condition(_ node: Node, _ scope: Scope, clause: String) throws -> String {
        let outer = scope.clause
        scope.clause = clause == "HAVING" || clause == "FILTER" ? outer : clause
        defer { scope.clause = outer }
        let value = try expression(node, scope)
        if value.isUnknown { return try coerce(value, to: TypeRef(TypeOID.bool), .implicit).sql }
        guard value.type.oid == TypeOID.bool else {
            throw PostgresError.datatypeMismatch(
                "argument of \(clause) must be type boolean, not type \(catalog.display(value.type))"
            )
            .at(value.location)
        }
        return value.sql
    }

    private func constant(_ constant: UnsafeMutablePointer<PgQuery__AConst>) throws -> Expression {
        let location = Int(constant.pointee.location)
        if constant.pointee.isnull != 0 {
            return Expression("NULL", TypeRef(TypeOID.unknown), kind: .null, location: location)
        }
        switch constant.pointee.val_case {
        case PG_QUERY__A__CONST__VAL_IVAL:
            return Expression(String(constant.pointee.ival.pointee.ival), TypeOID.int4, location: location)
        case PG_QUERY__A__CONST__VAL_FVAL:
            let value = text(constant.pointee.fval.pointee.fval)
            if let integer = Int64(value) {
                // The grammar reads -2147483648 as a number too large for an integer, which its sign makes fit.
                let type = Int32(exactly: integer) == nil ? TypeOID.int8 : TypeOID.int4
                return Expression(Self.sql(.integer(integer)), type, location: location)
            }
            guard let number = Numeric(value) else { throw PostgresError.numericOverflow.at(location) }
            return Expression(number.text.sqlLiteral, TypeOID.numeric, location: location)
        case PG_QUERY__A__CONST__VAL_BOOLVAL:
            return Expression(
                constant.pointee.boolval.pointee.boolval != 0 ? "1" : "0", TypeOID.bool, location: location)
        case PG_QUERY__A__CONST__VAL_SVAL:
            let value = text(constant.pointee.sval.pointee.sval)
            return Expression(value.sqlLiteral, TypeRef(TypeOID.unknown), kind: .literal(value), location: location)
        default:
            // A zero is sent as an integer without a value.
            return Expression("0", TypeOID.int4, location: location)
        }
    }

    private func parameter(_ reference: UnsafeMutablePointer<PgQuery__ParamRef>) throws -> Expression {
        let number = Int(reference.pointee.number)
        let location = Int(reference.pointee.location)
        guard number > 0, number <= 65_535 else { throw PostgresError.noParameter(number).at(location) }
        while parameters.count < number { parameters.append(TypeOID.unknown) }
        let type = parameters[number - 1]
        let isKnown = type != TypeOID.unknown && type != 0
        return Expression(
            "?\(number)", TypeRef(isKnown ? type : TypeOID.unknown), kind: isKnown ? .plain : .parameter(number),
            location: location)
    }
}
