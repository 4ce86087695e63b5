import CPgQuery
import Fidelity

extension Analyzer {
    /// What a set function is in SQL: the rows as a JSON array, and the columns in it.
    struct SetCall {
        var json: String
        var columns: [(name: String, type: OID)]
    }

    func setFunction(_ node: UnsafeMutablePointer<PgQuery__FuncCall>, _ function: SetFunctions.Entry, _ scope: Scope)
        throws -> SetCall
    {
        let location = Int(node.pointee.location)
        let operands = try arguments(node, scope)
        for (index, form) in function.forms.enumerated() where form.arguments.count == operands.count {
            let fits = zip(operands, form.arguments).allSatisfy { operand, formal in
                formal == TypeOID.anyarray
                    ? TypeTable.isArray(operand.type.oid) : Casts.isImplicit(operand.type.oid, formal)
            }
            guard fits else { continue }
            touch(function.name, .exact)
            var element: OID = 0
            let list = try zip(operands, form.arguments).map { operand, formal -> String in
                if formal == TypeOID.anyarray {
                    element = TypeTable.element(of: operand.type.oid)
                    return operand.sql
                }
                return try coerce(operand, to: TypeRef(formal), .implicit).sql
            }
            let columns = form.columns.map { ($0.name, $0.type == TypeOID.anyelement ? element : $0.type) }
            if function.name == "unnest" {
                return SetCall(json: "pg_elements(\(list[0]), \(element))", columns: columns)
            }
            return SetCall(
                json: "pg_rows('\(function.name)', \(index), \(list.joined(separator: ", ")))", columns: columns)
        }
        touch(function.name, .unsupported("no such function here"))
        throw PostgresError.noFunction(
            "\(function.name)(\(operands.map { catalog.display(TypeRef($0.type.oid)) }.joined(separator: ", ")))"
        ).at(location)
    }

    /// A set function in a select list: it becomes one more item of the `FROM` clause.
    func setCall(
        _ node: UnsafeMutablePointer<PgQuery__FuncCall>, _ function: SetFunctions.Entry, _ scope: Scope, location: Int
    ) throws -> Expression {
        if let clause = scope.clause {
            throw PostgresError("0A000", "set-returning functions are not allowed in \(clause)").at(location)
        }
        guard scope.aggregateDepth == 0,
            !scope.items.contains(where: { $0.sql.hasPrefix("json_each(") && $0.visible.isEmpty })
        else {
            throw PostgresError.unsupported("more than one set-returning function in a select list is not supported")
                .at(location)
        }
        let call = try setFunction(node, function, scope)
        guard call.columns.count == 1 else {
            throw PostgresError.unsupported("set-returning functions with several columns are supported in FROM only")
                .at(location)
        }
        let alias = makeAlias()
        scope.items.append(FromItem(sql: "json_each(\(call.json)) AS \(alias)", entries: [], visible: []))
        return Expression("\(alias).value", call.columns[0].type, location: location)
    }
}
