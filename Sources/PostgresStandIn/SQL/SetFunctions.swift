import SQLiteStore

/// Functions that return rows: in SQLite each is a function that returns a JSON array, unfolded by `json_each`.
enum SetFunctions {
    struct Entry: Sendable {
        var name: String
        /// The overloads: argument types, and the columns of the result (nil: the element type of the array argument).
        var forms: [Form]
    }

    struct Form: Sendable {
        var arguments: [OID]
        var columns: [(name: String, type: OID)]
        var rows: @Sendable ([SQLiteValue], Runtime) throws -> [[SQLiteValue]]
    }

    typealias T = TypeOID

    static let all: [Entry] = [
        Entry(name: "generate_series", forms: series),
        Entry(
            name: "unnest", forms: [Form(arguments: [T.anyarray], columns: [("unnest", T.anyelement)]) { _, _ in [] }]),
        Entry(name: "jsonb_array_elements", forms: [elements(T.jsonb, T.jsonb)]),
        Entry(name: "json_array_elements", forms: [elements(T.json, T.json)]),
        Entry(name: "jsonb_array_elements_text", forms: [elements(T.jsonb, T.text)]),
        Entry(name: "json_array_elements_text", forms: [elements(T.json, T.text)]),
        Entry(name: "jsonb_each", forms: [each(T.jsonb, T.jsonb)]),
        Entry(name: "json_each", forms: [each(T.json, T.json)]),
        Entry(name: "jsonb_each_text", forms: [each(T.jsonb, T.text)]),
        Entry(name: "json_each_text", forms: [each(T.json, T.text)]),
        Entry(name: "jsonb_object_keys", forms: [keys(T.jsonb)]),
        Entry(name: "json_object_keys", forms: [keys(T.json)]),
        Entry(
            name: "regexp_split_to_table",
            forms: [
                Form(arguments: [T.text, T.text], columns: [("regexp_split_to_table", T.text)]) { values, _ in
                    try PatternMatching.split(values[0].string, by: values[1].string).map { [.text($0)] }
                }
            ]),
        Entry(
            name: "string_to_table",
            forms: [
                Form(arguments: [T.text, T.text], columns: [("string_to_table", T.text)]) { values, _ in
                    TextFunctions.split(values[0].string, by: values[1].string).map { [.text($0)] }
                }
            ]),
        Entry(
            // No table here has partitions.
            name: "pg_partition_ancestors",
            forms: [Form(arguments: [T.regclass], columns: [("relid", T.regclass)]) { _, _ in [] }]),
        Entry(
            name: "generate_subscripts",
            forms: [
                Form(arguments: [T.anyarray, T.int4], columns: [("generate_subscripts", T.int4)]) { values, _ in
                    guard values[1].int == 1 else { return [] }
                    return try ArrayText.elements(values[0].string).indices.map { [.integer(Int64($0 + 1))] }
                }
            ]),
    ]

    static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

    /// How many rows one call may make.
    static let limit = 2_000_000

    private static let series: [Form] = {
        func integers(_ type: OID) -> [Form] {
            [[type, type], [type, type, type]].map { arguments in
                Form(arguments: arguments, columns: [("generate_series", type)]) { values, _ in
                    let step = values.count > 2 ? values[2].int : 1
                    guard step != 0 else { throw PostgresError.invalidParameter("step size cannot equal zero") }
                    return try walk(from: values[0].int, to: values[1].int, isUp: step > 0) { current in
                        let (next, overflow) = current.addingReportingOverflow(step)
                        return overflow ? nil : next
                    }
                }
            }
        }
        func moments(_ type: OID) -> Form {
            Form(arguments: [type, type, T.interval], columns: [("generate_series", type)]) { values, runtime in
                let step = Interval(stored: values[2].string) ?? Interval()
                guard step.order != 0 else { throw PostgresError.invalidParameter("step size cannot equal zero") }
                return try walk(from: values[0].int, to: values[1].int, isUp: step.order > 0) { current in
                    type == T.timestamptz
                        ? try TimeArithmetic.addZoned(current, step, runtime.zone)
                        : try TimeArithmetic.add(current, step)
                }
            }
        }
        let numerics = [[T.numeric, T.numeric], [T.numeric, T.numeric, T.numeric]].map { arguments in
            Form(arguments: arguments, columns: [("generate_series", T.numeric)]) { values, _ in
                var current = values[0].number
                let (end, step) = (values[1].number, values.count > 2 ? values[2].number : Numeric(1))
                guard !step.isZero else { throw PostgresError.invalidParameter("step size cannot equal zero") }
                var rows: [[SQLiteValue]] = []
                while step.isNegative ? current >= end : current <= end {
                    rows.append([.text(current.text)])
                    current = current + step
                    guard rows.count <= limit else {
                        throw PostgresError("54000", "generate_series makes more than \(limit) rows")
                    }
                }
                return rows
            }
        }
        return integers(T.int4) + integers(T.int8) + numerics + [moments(T.timestamp), moments(T.timestamptz)]
    }()

    private static func walk(from start: Int64, to end: Int64, isUp: Bool, _ next: (Int64) throws -> Int64?) throws
        -> [[SQLiteValue]]
    {
        var rows: [[SQLiteValue]] = []
        var current = start
        while isUp ? current <= end : current >= end {
            rows.append([.integer(current)])
            guard rows.count <= limit else {
                throw PostgresError("54000", "generate_series makes more than \(limit) rows")
            }
            guard let following = try next(current), following != current else { break }
            current = following
        }
        return rows
    }

    private static func elements(_ type: OID, _ result: OID) -> Form {
        Form(arguments: [type], columns: [("value", result)]) { values, _ in
            guard case .array(let items) = try JSONDocument.parse(values[0].string) else {
                throw PostgresError.invalidParameter(
                    "cannot extract elements from \(try JSONDocument.parse(values[0].string).scalarWord)")
            }
            return items.map { [result == T.text ? $0.unquoted.map(SQLiteValue.text) ?? .null : .text($0.text)] }
        }
    }

    private static func each(_ type: OID, _ result: OID) -> Form {
        Form(arguments: [type], columns: [("key", T.text), ("value", result)]) { values, _ in
            guard case .object(let members) = try JSONDocument.parse(values[0].string) else {
                throw PostgresError.invalidParameter(
                    "cannot call \(type == T.jsonb ? "jsonb_each" : "json_each")\(result == T.text ? "_text" : "") on a non-object"
                )
            }
            return members.map { member in
                [
                    .text(member.name),
                    result == T.text ? member.value.unquoted.map(SQLiteValue.text) ?? .null : .text(member.value.text),
                ]
            }
        }
    }

    private static func keys(_ type: OID) -> Form {
        Form(arguments: [type], columns: [(type == T.jsonb ? "jsonb_object_keys" : "json_object_keys", T.text)]) {
            values, _ in
            let document = try JSONDocument.parse(values[0].string)
            guard case .object(let members) = document else {
                throw PostgresError.invalidParameter("cannot call jsonb_object_keys on \(document.scalarWord)")
            }
            return members.map { [.text($0.name)] }
        }
    }
}

extension JSONDocument {
    /// What messages call a value of the wrong kind.
    var scalarWord: String {
        switch self {
        case .object: "an object"
        case .array: "an array"
        case .null, .bool, .number, .string: "a scalar"
        }
    }
}
