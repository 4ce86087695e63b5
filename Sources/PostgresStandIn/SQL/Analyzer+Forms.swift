import CPgQuery

/// The expressions with a grammar of their own: `CASE`, `COALESCE`, `GREATEST`, tests, casts, arrays, `CURRENT_DATE`.
extension Analyzer {
    func caseExpression(_ node: UnsafeMutablePointer<PgQuery__CaseExpr>, _ scope: Scope) throws -> Expression {
        let subject = try node.pointee.arg.map { try expression($0, scope) }
        var tests: [String] = []
        var results: [Expression] = []
        for argument in nodes(node.pointee.n_args, node.pointee.args) {
            guard let when = argument.pointee.case_when, let test = when.pointee.expr, let result = when.pointee.result
            else { continue }
            if let subject {
                tests.append(
                    try binary(subject, "=", try expression(test, scope), location: Int(when.pointee.location)).sql)
            } else {
                tests.append(try condition(test, scope, clause: "CASE/WHEN"))
            }
            results.append(try expression(result, scope))
        }
        let fallback = try node.pointee.defresult.map { try expression($0, scope) }
        let type = try commonType((fallback.map { [$0] } ?? []) + results, "CASE")
        var sql = "CASE"
        for (test, result) in zip(tests, results) {
            sql += " WHEN \(test) THEN \(try coerce(result, to: type, .implicit).sql)"
        }
        if let fallback { sql += " ELSE \(try coerce(fallback, to: type, .implicit).sql)" }
        return Expression("(\(sql) END)", type, location: Int(node.pointee.location))
    }

    func coalesce(_ node: UnsafeMutablePointer<PgQuery__CoalesceExpr>, _ scope: Scope) throws -> Expression {
        let values = try nodes(node.pointee.n_args, node.pointee.args).map { try expression($0, scope) }
        let type = try commonType(values, "COALESCE")
        let list = try values.map { try coerce($0, to: type, .implicit).sql }
        let sql = list.count == 1 ? list[0] : "coalesce(\(list.joined(separator: ", ")))"
        return Expression(sql, type, location: Int(node.pointee.location))
    }

    func greatestLeast(_ node: UnsafeMutablePointer<PgQuery__MinMaxExpr>, _ scope: Scope) throws -> Expression {
        let values = try nodes(node.pointee.n_args, node.pointee.args).map { try expression($0, scope) }
        let isGreatest = node.pointee.op == PG_QUERY__MIN_MAX_OP__IS_GREATEST
        let type = try commonType(values, isGreatest ? "GREATEST" : "LEAST")
        let list = try values.map { try coerce($0, to: type, .implicit).sql }
        let collation = TypeTable.collation(type.oid) ?? ""
        return Expression(
            "pg_extreme(\(isGreatest ? 1 : -1), \(collation.sqlLiteral), \(list.joined(separator: ", ")))", type,
            location: Int(node.pointee.location))
    }

    func nullTest(_ node: UnsafeMutablePointer<PgQuery__NullTest>, _ scope: Scope) throws -> Expression {
        guard let argument = node.pointee.arg else { throw PostgresError.syntax("syntax error") }
        let value = try settled(try expression(argument, scope))
        let word = node.pointee.nulltesttype == PG_QUERY__NULL_TEST_TYPE__IS_NULL ? "IS NULL" : "IS NOT NULL"
        return Expression("(\(value.sql) \(word))", TypeOID.bool, location: Int(node.pointee.location))
    }

    func booleanTest(_ node: UnsafeMutablePointer<PgQuery__BooleanTest>, _ scope: Scope) throws -> Expression {
        guard let argument = node.pointee.arg else { throw PostgresError.syntax("syntax error") }
        let forms: [UInt32: (word: String, sql: String)] = [
            PG_QUERY__BOOL_TEST_TYPE__IS_TRUE.rawValue: ("IS TRUE", "IS 1"),
            PG_QUERY__BOOL_TEST_TYPE__IS_NOT_TRUE.rawValue: ("IS NOT TRUE", "IS NOT 1"),
            PG_QUERY__BOOL_TEST_TYPE__IS_FALSE.rawValue: ("IS FALSE", "IS 0"),
            PG_QUERY__BOOL_TEST_TYPE__IS_NOT_FALSE.rawValue: ("IS NOT FALSE", "IS NOT 0"),
            PG_QUERY__BOOL_TEST_TYPE__IS_UNKNOWN.rawValue: ("IS UNKNOWN", "IS NULL"),
            PG_QUERY__BOOL_TEST_TYPE__IS_NOT_UNKNOWN.rawValue: ("IS NOT UNKNOWN", "IS NOT NULL"),
        ]
        guard let form = forms[node.pointee.booltesttype.rawValue] else { throw PostgresError.syntax("syntax error") }
        let value = try expression(argument, scope)
        let bool = value.isUnknown ? try coerce(value, to: TypeRef(TypeOID.bool), .implicit) : value
        guard bool.type.oid == TypeOID.bool else {
            throw PostgresError.datatypeMismatch(
                "argument of \(form.word) must be type boolean, not type \(catalog.display(bool.type))"
            ).at(value.location)
        }
        return Expression("(\(bool.sql) \(form.sql))", TypeOID.bool, location: Int(node.pointee.location))
    }

    func cast(_ node: UnsafeMutablePointer<PgQuery__TypeCast>, _ scope: Scope) throws -> Expression {
        guard let argument = node.pointee.arg, let name = node.pointee.type_name else {
            throw PostgresError.syntax("syntax error")
        }
        let type = try typeName(name)
        let location = Int(node.pointee.location)
        if argument.kind == PG_QUERY__NODE__NODE_A_ARRAY_EXPR, TypeTable.isArray(type.oid) {
            return try array(argument.pointee.a_array_expr, scope, as: type)
        }
        let value = try expression(argument, scope)
        return try coerce(value, to: type, .explicit, location: location)
    }

    func valueFunction(_ node: UnsafeMutablePointer<PgQuery__SQLValueFunction>) throws -> Expression {
        typealias T = TypeOID
        let forms: [UInt32: (sql: String, type: OID)] = [
            PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_CURRENT_DATE.rawValue: (
                "pg_cast(pg_now(), \(T.timestamptz), \(T.date))", T.date
            ),
            PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_CURRENT_TIMESTAMP.rawValue: ("pg_now()", T.timestamptz),
            PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_CURRENT_TIMESTAMP_N.rawValue: ("pg_now()", T.timestamptz),
            PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_LOCALTIME.rawValue: (
                "pg_cast(pg_now(), \(T.timestamptz), \(T.time))", T.time
            ),
            PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_LOCALTIMESTAMP.rawValue: (
                "pg_cast(pg_now(), \(T.timestamptz), \(T.timestamp))", T.timestamp
            ),
            PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_LOCALTIMESTAMP_N.rawValue: (
                "pg_cast(pg_now(), \(T.timestamptz), \(T.timestamp))", T.timestamp
            ),
            PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_CURRENT_ROLE.rawValue: ("pg_session('user')", T.name),
            PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_CURRENT_USER.rawValue: ("pg_session('user')", T.name),
            PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_USER.rawValue: ("pg_session('user')", T.name),
            PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_SESSION_USER.rawValue: ("pg_session('user')", T.name),
            PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_CURRENT_CATALOG.rawValue: ("pg_session('database')", T.name),
            PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_CURRENT_SCHEMA.rawValue: ("pg_session('schema')", T.name),
        ]
        let location = Int(node.pointee.location)
        guard let form = forms[node.pointee.op.rawValue] else {
            throw PostgresError.unsupported("type time with time zone is not supported").at(location)
        }
        return try coerce(
            Expression(form.sql, form.type, location: location), to: TypeRef(form.type, node.pointee.typmod), .explicit)
    }

    /// `ARRAY[...]`.
    func array(_ node: UnsafeMutablePointer<PgQuery__AArrayExpr>, _ scope: Scope, as asked: TypeRef? = nil) throws
        -> Expression
    {
        let location = Int(node.pointee.location)
        let items = nodes(node.pointee.n_elements, node.pointee.elements)
        if items.contains(where: { $0.kind == PG_QUERY__NODE__NODE_A_ARRAY_EXPR }) {
            throw PostgresError.unsupported("arrays of more than one dimension are supported as literals only").at(
                location)
        }
        let values = try items.map { try expression($0, scope) }
        if values.isEmpty, asked == nil {
            throw PostgresError(
                "42P18", "cannot determine type of empty array",
                hint: "Explicitly cast to the desired type, for example ARRAY[]::integer[]."
            ).at(location)
        }
        let element =
            try asked.map { TypeRef(TypeTable.element(of: $0.oid), $0.modifier) } ?? commonType(values, "ARRAY")
        let array = TypeTable.array(of: element.oid)
        guard array != 0 else {
            throw PostgresError.noObject("could not find array type for data type \(catalog.display(element))").at(
                location)
        }
        let list = try values.map { try coerce($0, to: element, asked == nil ? .implicit : .explicit).sql }
        return Expression(
            "pg_array(\(([String(element.oid)] + list).joined(separator: ", ")))", TypeRef(array), location: location)
    }

    /// `a[1]`.
    func indirection(_ node: UnsafeMutablePointer<PgQuery__AIndirection>, _ scope: Scope) throws -> Expression {
        guard let argument = node.pointee.arg else { throw PostgresError.syntax("syntax error") }
        var value = try expression(argument, scope)
        for step in nodes(node.pointee.n_indirection, node.pointee.indirection) {
            guard step.kind == PG_QUERY__NODE__NODE_A_INDICES, let indices = step.pointee.a_indices,
                indices.pointee.is_slice == 0,
                let upper = indices.pointee.uidx
            else { throw PostgresError.unsupported("this kind of subscript is not supported").at(value.location) }
            let index = try expression(upper, scope)
            if value.type.oid == TypeOID.jsonb {
                let name = index.type.oid == TypeOID.int4 ? index : try settled(index)
                value = try binary(value, "->", name, location: value.location)
                continue
            }
            let element = TypeTable.element(of: value.type.oid)
            guard TypeTable.isArray(value.type.oid), element != 0 else {
                throw PostgresError.datatypeMismatch(
                    "cannot subscript type \(catalog.display(value.type)) because it does not support subscripting"
                ).at(value.location)
            }
            let place = try coerce(index, to: TypeRef(TypeOID.int4), .assignment)
            value = Expression(
                "pg_subscript(\(value.sql), \(place.sql), \(element))", TypeRef(element), location: value.location)
        }
        return value
    }

    /// A type as SQL names it, with its modifier checked.
    func typeName(_ name: UnsafeMutablePointer<PgQuery__TypeName>) throws -> TypeRef {
        let names = nodes(name.pointee.n_names, name.pointee.names).compactMap(\.string)
        let location = Int(name.pointee.location)
        let schema = names.count > 1 ? names[names.count - 2] : nil
        guard let last = names.last, let oid = catalog.typeOID(schema: schema, name: last, path: runtime.searchPath)
        else {
            throw PostgresError.noType(names.filter { $0 != "pg_catalog" }.joined(separator: ".")).at(location)
        }
        var modifiers: [Int] = []
        for modifier in nodes(name.pointee.n_typmods, name.pointee.typmods) {
            guard modifier.kind == PG_QUERY__NODE__NODE_A_CONST, let constant = modifier.pointee.a_const else {
                continue
            }
            modifiers.append(
                constant.pointee.val_case == PG_QUERY__A__CONST__VAL_IVAL ? Int(constant.pointee.ival.pointee.ival) : 0)
        }
        var type = TypeRef(oid, try modifier(oid, modifiers, location))
        if name.pointee.n_array_bounds > 0 {
            let array = catalog.enums.first { $0.oid == oid }?.arrayOID ?? TypeTable.array(of: oid)
            guard array != 0, catalog.enumLabels(oid) == nil else {
                throw PostgresError.unsupported("arrays of this type are not supported").at(location)
            }
            type = TypeRef(array, type.modifier)
        }
        return type
    }

    private func modifier(_ oid: OID, _ values: [Int], _ location: Int) throws -> Int32 {
        guard let first = values.first else { return -1 }
        switch oid {
        case TypeOID.varchar, TypeOID.bpchar:
            let display = oid == TypeOID.varchar ? "varchar" : "char"
            guard first >= 1 else {
                throw PostgresError("22023", "length for type \(display) must be at least 1").at(location)
            }
            guard first <= 10_485_760 else {
                throw PostgresError("22023", "length for type \(display) cannot exceed 10485760").at(location)
            }
            return Int32(first + 4)
        case TypeOID.numeric:
            let scale = values.count > 1 ? values[1] : 0
            guard (1...1000).contains(first) else {
                throw PostgresError("22023", "NUMERIC precision \(first) must be between 1 and 1000").at(location)
            }
            guard (-1000...1000).contains(scale) else {
                throw PostgresError("22023", "NUMERIC scale \(scale) must be between -1000 and 1000").at(location)
            }
            return Int32(first << 16 | scale & 0x7FF) + 4
        case TypeOID.timestamp, TypeOID.timestamptz, TypeOID.time: return Int32(min(max(first, 0), 6))
        case TypeOID.interval: return -1
        default:
            throw PostgresError.syntax("type modifier is not allowed for type \"\(catalog.typeName(oid))\"").at(
                location)
        }
    }
}
