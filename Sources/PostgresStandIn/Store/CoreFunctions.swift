import SQLiteStore

/// The functions that the translation itself uses, beside those that users can call.
enum CoreFunctions {
    typealias Body = @Sendable ([SQLiteValue], Runtime) throws -> SQLiteValue

    /// Name, whether a null argument makes the result null, whether the result depends on the arguments alone.
    static let all: [(String, Bool, Bool, Body)] = [
        ("pg_now", false, false, { _, runtime in .integer(runtime.transactionTime) }),
        ("pg_session", false, false, session),
        (
            "pg_upsert_row", true, false,
            { values, runtime in
                let row = values[0].int
                guard row <= runtime.upserts.newestBefore, runtime.upserts.updated.insert(row).inserted else {
                    throw PostgresError(
                        "21000", "ON CONFLICT DO UPDATE command cannot affect row a second time",
                        hint: "Ensure that no rows proposed for insertion within the same command have duplicate "
                            + "constrained values.")
                }
                return .integer(1)
            }
        ),
        (
            "pg_cast", false, false,
            { values, runtime in
                guard values.count == 3 else { return .null }
                return try Conversion.convert(
                    values[0], OID(truncatingIfNeeded: values[1].int), OID(truncatingIfNeeded: values[2].int), runtime)
            }
        ),
        (
            "pg_modify", false, true,
            { values, _ in
                guard values.count == 4, !values[0].isNull else { return .null }
                let type = TypeRef(OID(truncatingIfNeeded: values[1].int), Int32(truncatingIfNeeded: values[2].int))
                return try Modifier.apply(values[0], type, isExplicit: values[3].int != 0)
            }
        ),
        (
            "pg_limit", false, true,
            { values, _ in
                if values[0].isNull { return .integer(-1) }
                guard values[0].int >= 0 else {
                    throw PostgresError(
                        values[1].string == "LIMIT" ? "2201W" : "2201X", "\(values[1].string) must not be negative")
                }
                return values[0]
            }
        ),
        ("pg_extreme", false, true, extreme),
        (
            "pg_array", false, false,
            { values, runtime in
                let element = OID(truncatingIfNeeded: values[0].int)
                return .text(
                    ArrayText.text(values.dropFirst().map { $0.isNull ? nil : TypeOutput.text($0, element, runtime) }))
            }
        ),
        (
            "pg_subscript", true, false,
            { values, runtime in
                let items = try ArrayText.parse(values[0].string)
                let place = values[1].int - 1
                guard place >= 0, place < items.count, case .value(let text) = items[Int(place)] else { return .null }
                return try TypeInput.value(text, TypeRef(OID(truncatingIfNeeded: values[2].int)), runtime)
            }
        ),
        (
            "pg_elements", false, false,
            { values, runtime in
                guard !values[0].isNull else { return .text("[]") }
                let element = OID(truncatingIfNeeded: values[1].int)
                let items = try ArrayText.elements(values[0].string).map { item in
                    RowText.json(try item.map { try TypeInput.value($0, TypeRef(element), runtime) } ?? .null)
                }
                return .text("[" + items.joined(separator: ",") + "]")
            }
        ),
        ("pg_rows", false, false, rows),
        (
            "pg_enum_place", true, false,
            { values, runtime in
                let labels = runtime.catalog.enumLabels(OID(truncatingIfNeeded: values[0].int)) ?? []
                return labels.firstIndex(of: values[1].string).map { .integer(Int64($0)) } ?? .null
            }
        ),
        (
            "pg_sequence_part", false, false,
            { values, runtime in
                guard let sequence = runtime.catalog.sequence(OID(truncatingIfNeeded: values[0].int)) else {
                    return .null
                }
                let value = runtime.sequences.value(of: sequence)
                return values[1].int == 0 ? .integer(value.last) : .bool(value.isCalled)
            }
        ),
        (
            "pg_catalog_rows", false, false,
            { values, runtime in
                guard let table = SystemCatalog.tables.first(where: { Int64($0.oid) == values[0].int }) else {
                    return .text("[]")
                }
                return .text(
                    "["
                        + table.rows(runtime).map { "[" + $0.map(RowText.json).joined(separator: ",") + "]" }.joined(
                            separator: ",") + "]")
            }
        ),
        ("pg_check_row", false, false, checkRow),
        (
            "pg_raise_check", false, false,
            { values, runtime in
                guard let table = runtime.catalog.table(OID(truncatingIfNeeded: values[0].int)) else { return .null }
                throw PostgresError.check(
                    constraint: values[1].string, table: table.name, schema: table.schema,
                    row: RowText.tuple(runtime.lastRow[table.oid] ?? [], table, runtime))
            }
        ),
    ]

    @Sendable private static func session(_ values: [SQLiteValue], _ runtime: Runtime) throws -> SQLiteValue {
        let answers = [
            "user": runtime.user, "database": runtime.database,
            "schema": runtime.searchPath.first { $0 != "pg_catalog" && runtime.catalog.hasSchema($0) } ?? "",
        ]
        return .text(answers[values.first?.string ?? ""] ?? "")
    }

    /// `GREATEST` and `LEAST`, which pass over nulls.
    @Sendable private static func extreme(_ values: [SQLiteValue], _ runtime: Runtime) throws -> SQLiteValue {
        let sign = values[0].int
        var best = SQLiteValue.null
        for value in values.dropFirst(2) where !value.isNull {
            if best.isNull || ValueOrder.compare(value, best, collation: values[1].string) * Int(sign) > 0 {
                best = value
            }
        }
        return best
    }

    @Sendable private static func rows(_ values: [SQLiteValue], _ runtime: Runtime) throws -> SQLiteValue {
        let arguments = Array(values.dropFirst(2))
        guard let function = SetFunctions.byName[values[0].string], function.forms.indices.contains(Int(values[1].int))
        else { return .text("[]") }
        if arguments.contains(where: \.isNull) { return .text("[]") }
        let form = function.forms[Int(values[1].int)]
        let rows = try form.rows(arguments, runtime).map { row in
            form.columns.count == 1 ? RowText.json(row[0]) : "[" + row.map(RowText.json).joined(separator: ",") + "]"
        }
        return .text("[" + rows.joined(separator: ",") + "]")
    }

    /// `NOT NULL`, before a row is written; also remembers the row for the details of later errors.
    @Sendable private static func checkRow(_ values: [SQLiteValue], _ runtime: Runtime) throws -> SQLiteValue {
        guard let table = runtime.catalog.table(OID(truncatingIfNeeded: values[0].int)) else { return .null }
        let row = Array(values.dropFirst())
        runtime.lastRow[table.oid] = row
        for (column, value) in zip(table.columns, row) where column.isNotNull && value.isNull {
            throw PostgresError.notNull(
                column: column.name, table: table.name, schema: table.schema, row: RowText.tuple(row, table, runtime))
        }
        return .null
    }
}

/// Rows and values as text for other uses than a client's.
enum RowText {
    /// A stored value as JSON, for `json_each`.
    static func json(_ value: SQLiteValue) -> String {
        switch value {
        case .null: "null"
        case .integer(let value): String(value)
        case .real(let value): value.isInfinite ? (value < 0 ? "-9e999" : "9e999") : "\(value)"
        case .text(let text): JSONDocument.quoted(text)
        case .blob(let bytes): JSONDocument.quoted("\\x" + TypeOutput.hex(bytes))
        }
    }

    /// `(1, abc, null)`, each value cut at 64 bytes, as in the details of errors.
    static func tuple(_ row: [SQLiteValue], _ table: Table, _ runtime: Runtime) -> String {
        let parts = zip(table.columns, row).map { column, value -> String in
            if value.isNull { return "null" }
            let text = TypeOutput.text(value, column.type.oid, runtime)
            return text.utf8.count > 64 ? String(text.prefix(64)) + "..." : text
        }
        return "(" + parts.joined(separator: ", ") + ")"
    }
}

/// The order of stored values, for what is sorted outside SQLite.
enum ValueOrder {
    static func compare(_ a: SQLiteValue, _ b: SQLiteValue, collation: String) -> Int {
        switch (a, b) {
        case (.integer(let x), .integer(let y)): return x < y ? -1 : x == y ? 0 : 1
        case (.blob(let x), .blob(let y)): return x == y ? 0 : x.lexicographicallyPrecedes(y) ? -1 : 1
        case (.text(let x), .text(let y)):
            switch collation {
            case "pgnumeric": return (Numeric(x) ?? .nan).compare(Numeric(y) ?? .nan)
            case "pginterval":
                let (p, q) = (Interval(stored: x)?.order ?? 0, Interval(stored: y)?.order ?? 0)
                return p < q ? -1 : p == q ? 0 : 1
            default: return x == y ? 0 : x.utf8.lexicographicallyPrecedes(y.utf8) ? -1 : 1
            }
        default:
            let (x, y) = (a.double, b.double)
            return x < y ? -1 : x == y ? 0 : 1
        }
    }
}
