import SQLiteStore

/// The aggregate functions: which form each takes for which types.
///
/// Those that SQLite computes exactly are SQLite's own. The others collect their rows and are finished in Swift.
enum Aggregates {
    /// How one aggregate is called.
    struct Form {
        var result: TypeRef
        /// SQLite's own, from the SQL of its argument.
        var native: String?
        /// The name of a collecting aggregate.
        var collector: String?
        var operands: [Expression]

        func sql(_ order: [AggregateKey], _ isDistinct: Bool) -> String {
            if let native {
                return
                    "\(native)(\(isDistinct ? "DISTINCT " : "")\(operands.map(\.comparable).joined(separator: ", ")))"
            }
            let types = operands.map { String($0.type.oid) }.joined(separator: " ")
            let keys = order.map {
                "\($0.isDescending ? "d" : "a")\($0.isNullsFirst ? "f" : "l")\($0.expression.type.oid)"
            }.joined(separator: " ")
            let spec = "\(collector ?? "");\(types);\(isDistinct ? 1 : 0);\(keys)".sqlLiteral
            return "pg_collect(\(([spec] + operands.map(\.sql) + order.map(\.expression.sql)).joined(separator: ", ")))"
        }
    }

    static let names: Set<String> = [
        "count", "sum", "avg", "min", "max", "bool_and", "bool_or", "every", "string_agg", "array_agg", "json_agg",
        "jsonb_agg",
        "json_object_agg", "jsonb_object_agg", "bit_and", "bit_or", "stddev", "stddev_samp", "stddev_pop", "variance",
        "var_samp",
        "var_pop", "corr", "mode", "percentile_cont", "percentile_disc", "regr_slope",
    ]

    private static let collectorsOfAny: [String: (count: Int, result: OID)] = [
        "json_agg": (1, TypeOID.json), "jsonb_agg": (1, TypeOID.jsonb), "json_object_agg": (2, TypeOID.json),
        "jsonb_object_agg": (2, TypeOID.jsonb),
    ]

    /// The form for the operands; nil when there is none.
    static func form(_ name: String, _ operands: [Expression], _ analyzer: Analyzer) throws -> Form? {
        typealias T = TypeOID
        let values = try operands.map { try analyzer.settled($0) }
        guard let first = values.first else { return nil }
        let type = first.type.oid
        let isInteger = [T.int2, T.int4, T.int8].contains(type)
        let isFloat = [T.float4, T.float8].contains(type)
        func native(_ function: String, _ result: TypeRef) -> Form {
            Form(result: result, native: function, operands: values)
        }
        func collect(_ result: OID) -> Form { Form(result: TypeRef(result), collector: name, operands: values) }
        if let any = collectorsOfAny[name] { return values.count == any.count ? collect(any.result) : nil }
        switch (name, values.count) {
        case ("count", 1): return native("count", TypeRef(T.int8))
        case ("sum", 1):
            if type == T.int2 || type == T.int4 { return native("sum", TypeRef(T.int8)) }
            if type == T.int8 || type == T.numeric { return collect(T.numeric) }
            return isFloat ? native("sum", TypeRef(type)) : type == T.interval ? collect(T.interval) : nil
        case ("avg", 1):
            if isInteger || type == T.numeric { return collect(T.numeric) }
            return isFloat ? native("avg", TypeRef(T.float8)) : type == T.interval ? collect(T.interval) : nil
        case ("min", 1), ("max", 1):
            guard type != T.bool, type != T.json, type != T.jsonb, type != T.uuid, type != T.bytea else { return nil }
            let result = type == T.varchar ? T.text : type
            return native(name, TypeRef(result))
        case ("bool_and", 1), ("every", 1): return type == T.bool ? native("min", TypeRef(T.bool)) : nil
        case ("bool_or", 1): return type == T.bool ? native("max", TypeRef(T.bool)) : nil
        case ("string_agg", 2):
            guard Casts.isImplicit(type, T.text) || type == T.bytea else { return nil }
            var form = collect(type == T.bytea ? T.bytea : T.text)
            if type != T.bytea {
                form.operands = try values.map { try analyzer.coerce($0, to: TypeRef(T.text), .implicit) }
            }
            return form
        case ("array_agg", 1):
            let array = TypeTable.array(of: type)
            return array == 0 ? nil : collect(array)
        case ("bit_and", 1), ("bit_or", 1): return isInteger ? collect(type) : nil
        case ("stddev", 1), ("stddev_samp", 1), ("stddev_pop", 1), ("variance", 1), ("var_samp", 1), ("var_pop", 1):
            guard isFloat else { return nil }
            return collect(T.float8)
        default: return nil
        }
    }

    // MARK: Finishing

    /// The result of a collecting aggregate over its rows, in order; null for no rows.
    static func finish(_ name: String, _ rows: [[SQLiteValue]], _ types: [OID], _ runtime: Runtime) throws
        -> SQLiteValue
    {
        guard let finish = finishers[name] else {
            throw PostgresError.unsupported("aggregate \(name) is not supported")
        }
        return try finish(rows, types, runtime)
    }

    private typealias Finisher = @Sendable ([[SQLiteValue]], [OID], Runtime) throws -> SQLiteValue

    private static let finishers: [String: Finisher] = [
        "sum": { rows, types, _ in
            let values = rows.map { $0[0] }.filter { !$0.isNull }
            guard !values.isEmpty else { return .null }
            if types[0] == TypeOID.interval {
                return .text(
                    try values.reduce(Interval()) { try $0.adding(Interval(stored: $1.string) ?? Interval()) }.stored)
            }
            return .text(values.map(numeric).reduce(.zero, +).text)
        },
        "avg": { rows, types, _ in
            let values = rows.map { $0[0] }.filter { !$0.isNull }
            guard !values.isEmpty else { return .null }
            if types[0] == TypeOID.interval {
                let sum = try values.reduce(Interval()) { try $0.adding(Interval(stored: $1.string) ?? Interval()) }
                return .text((sum.scaled(by: 1 / Double(values.count)) ?? sum).stored)
            }
            let sum = values.map(numeric).reduce(.zero, +)
            return .text((sum.divided(by: Numeric(Int64(values.count))) ?? .nan).text)
        },
        "string_agg": { rows, types, _ in
            let kept = rows.filter { !$0[0].isNull }
            guard !kept.isEmpty else { return .null }
            if types[0] == TypeOID.bytea {
                return .blob(
                    kept.enumerated().flatMap {
                        ($0.offset == 0 ? [] : $0.element[1].blob ?? []) + ($0.element[0].blob ?? [])
                    })
            }
            return .text(
                kept.enumerated().map { ($0.offset == 0 ? "" : $0.element[1].string) + $0.element[0].string }.joined())
        },
        "array_agg": { rows, types, runtime in
            .text(ArrayText.text(rows.map { $0[0].isNull ? nil : TypeOutput.text($0[0], types[0], runtime) }))
        },
        "json_agg": { rows, types, runtime in
            .text("[" + (try rows.map { try JSONValues.text($0[0], types[0], runtime) }).joined(separator: ", ") + "]")
        },
        "jsonb_agg": { rows, types, runtime in
            .text(JSONDocument.array(try rows.map { try JSONValues.document($0[0], types[0], runtime) }).text)
        },
        "json_object_agg": { rows, types, runtime in
            let members = try rows.map { row in
                guard !row[0].isNull else { throw PostgresError.invalidParameter("field name must not be null") }
                return JSONDocument.quoted(TypeOutput.text(row[0], types[0], runtime)) + " : "
                    + (try JSONValues.text(row[1], types[1], runtime))
            }
            return .text("{ " + members.joined(separator: ", ") + " }")
        },
        "jsonb_object_agg": { rows, types, runtime in
            .text(
                JSONDocument.object(
                    of: try rows.map { row in
                        guard !row[0].isNull else {
                            throw PostgresError.invalidParameter("field name must not be null")
                        }
                        return JSONDocument.Member(
                            name: TypeOutput.text(row[0], types[0], runtime),
                            value: try JSONValues.document(row[1], types[1], runtime))
                    }
                ).text)
        },
        "bit_and": { rows, _, _ in fold(rows) { $0 & $1 } },
        "bit_or": { rows, _, _ in fold(rows) { $0 | $1 } },
        "stddev": { rows, _, _ in spread(rows, isSample: true, isRoot: true) },
        "stddev_samp": { rows, _, _ in spread(rows, isSample: true, isRoot: true) },
        "stddev_pop": { rows, _, _ in spread(rows, isSample: false, isRoot: true) },
        "variance": { rows, _, _ in spread(rows, isSample: true, isRoot: false) },
        "var_samp": { rows, _, _ in spread(rows, isSample: true, isRoot: false) },
        "var_pop": { rows, _, _ in spread(rows, isSample: false, isRoot: false) },
    ]

    private static func numeric(_ value: SQLiteValue) -> Numeric {
        if case .integer(let value) = value { Numeric(value) } else { value.number }
    }

    private static func fold(_ rows: [[SQLiteValue]], _ combine: (Int64, Int64) -> Int64) -> SQLiteValue {
        let values = rows.compactMap { $0[0].integer }
        guard let first = values.first else { return .null }
        return .integer(values.dropFirst().reduce(first, combine))
    }

    private static func spread(_ rows: [[SQLiteValue]], isSample: Bool, isRoot: Bool) -> SQLiteValue {
        let values = rows.filter { !$0[0].isNull }.map { $0[0].double }
        guard values.count > (isSample ? 1 : 0) else { return .null }
        // The Youngs-Cramer update, as `float8_accum` does it.
        var (count, sum, squares) = (0.0, 0.0, 0.0)
        for value in values {
            count += 1
            sum += value
            if count > 1 {
                let term = value * count - sum
                squares += term * term / (count * (count - 1))
            }
        }
        let variance = squares / (isSample ? count - 1 : count)
        return .real(isRoot ? variance.squareRoot() : variance)
    }
}
