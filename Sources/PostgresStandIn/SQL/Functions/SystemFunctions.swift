import Determinism
import Fidelity
import SQLiteStore

/// What a session asks about itself and the catalog: https://www.postgresql.org/docs/15/functions-info.html
enum SystemFunctions {
    typealias T = TypeOID

    static let version = "PostgreSQL 15.4 (Orrery stand-in over SQLite) on x86_64-pc-linux-gnu, 64-bit"

    static let entries: [FunctionEntry] = session + sequences + catalog + refused

    private static let session: [FunctionEntry] = [
        native("version", [], T.text) { _ in version.sqlLiteral },
        native("current_database", [], T.name) { _ in "pg_session('database')" },
        native("current_schema", [], T.name) { _ in "pg_session('schema')" },
        function("current_schemas", [T.bool], TypeTable.array(of: T.name), .stable) { values, runtime in
            let path = runtime.searchPath.filter {
                (values[0].int != 0 || $0 != "pg_catalog") && runtime.catalog.hasSchema($0)
            }
            return .text(ArrayText.text(path.map { Optional($0) }))
        },
        function("pg_backend_pid", [], T.int4, .stable) { _, runtime in .integer(Int64(runtime.sessionID)) },
        function("gen_random_uuid", [], T.uuid, .volatile) { _, runtime in .text(runtime.random.uuid()) },
        function("current_setting", [T.text], T.text, .stable) { values, runtime in
            .text(try runtime.settings.value(values[0].string))
        },
        function("current_setting", [T.text, T.bool], T.text, .stable) { values, runtime in
            do { return .text(try runtime.settings.value(values[0].string)) } catch {
                if values[1].int != 0 { return .null }
                throw error
            }
        },
        function("set_config", [T.text, T.text, T.bool], T.text, .volatile) { values, runtime in
            try runtime.settings.set(values[0].string, to: values[1].string)
            return .text(try runtime.settings.value(values[0].string))
        },
        function("pg_is_in_recovery", [], T.bool, .stable) { _, _ in .integer(0) },
        function(
            "txid_current", [], T.int8, .stable, fidelity: .approximate("a number that grows, not a transaction id")
        ) { _, runtime in
            .integer(runtime.transactionTime &+ Calendar2000.unixOffset)
        },
        function("pg_postmaster_start_time", [], T.timestamptz, .stable) { _, runtime in
            .integer(runtime.transactionTime)
        },
        native("inet_server_port", [], T.int4) { _ in "NULL" },
        typed("pg_typeof", [T.any], T.regtype, strict: false) { _, types, _ in .integer(Int64(types.first ?? 0)) },
        function("pg_sleep", [T.float8], T.void, .volatile, fidelity: .unsupported("would stop every session")) {
            _, _ in throw PostgresError.unsupported("function pg_sleep is not supported")
        },
        typed("num_nulls", [T.any], T.int4, variadic: true, strict: false) { values, _, _ in
            .integer(Int64(values.filter(\.isNull).count))
        },
        typed("num_nonnulls", [T.any], T.int4, variadic: true, strict: false) { values, _, _ in
            .integer(Int64(values.filter { !$0.isNull }.count))
        },
    ]

    private static func sequence(_ value: SQLiteValue, _ runtime: Runtime) throws -> Sequence {
        let oid = OID(truncatingIfNeeded: value.int)
        guard let sequence = runtime.catalog.sequence(oid) else {
            throw PostgresError(
                "42809", "\"\(runtime.catalog.relationText(oid, path: runtime.searchPath))\" is not a sequence")
        }
        return sequence
    }

    private static let sequences: [FunctionEntry] = [
        function("nextval", [T.regclass], T.int8, .volatile, writes: true) { values, runtime in
            .integer(try runtime.sequences.next(try sequence(values[0], runtime), session: runtime.sessionID))
        },
        function("currval", [T.regclass], T.int8, .volatile) { values, runtime in
            let sequence = try sequence(values[0], runtime)
            guard let value = runtime.sequences.current(sequence.oid, session: runtime.sessionID) else {
                throw PostgresError(
                    "55000", "currval of sequence \"\(sequence.name)\" is not yet defined in this session")
            }
            return .integer(value)
        },
        function("lastval", [], T.int8, .volatile) { _, runtime in
            guard let value = runtime.sequences.latest(session: runtime.sessionID) else {
                throw PostgresError("55000", "lastval is not yet defined in this session")
            }
            return .integer(value)
        },
        function("setval", [T.regclass, T.int8], T.int8, .volatile, writes: true) { values, runtime in
            try setval(values, isCalled: true, runtime)
        },
        function("setval", [T.regclass, T.int8, T.bool], T.int8, .volatile, writes: true) { values, runtime in
            try setval(values, isCalled: values[2].int != 0, runtime)
        },
        function("pg_get_serial_sequence", [T.text, T.text], T.text, .stable) { values, runtime in
            let name = QualifiedName.parse(values[0].string)
            guard let table = runtime.catalog.findTable(schema: name.schema, name: name.name, path: runtime.searchPath)
            else { throw PostgresError.noRelation(values[0].string) }
            guard table.column(values[1].string) != nil else {
                throw PostgresError.noColumn(values[1].string, of: table.name)
            }
            guard
                let owned = runtime.catalog.sequences.first(where: {
                    $0.owner == table.oid && $0.ownerColumn == values[1].string
                })
            else { return .null }
            return .text("\(QualifiedName.quoted(owned.schema)).\(QualifiedName.quoted(owned.name))")
        },
    ]

    private static func setval(_ values: [SQLiteValue], isCalled: Bool, _ runtime: Runtime) throws -> SQLiteValue {
        let sequence = try sequence(values[0], runtime)
        let value = values[1].int
        guard value >= sequence.minimum, value <= sequence.maximum else {
            throw PostgresError(
                "22003",
                "setval: value \(value) is out of bounds for sequence \"\(sequence.name)\" (\(sequence.minimum)..\(sequence.maximum))"
            )
        }
        runtime.sequences.set(.init(last: value, isCalled: isCalled), of: sequence.oid)
        if isCalled { runtime.sequences.noteCurrent(value, of: sequence.oid, session: runtime.sessionID) }
        return .integer(value)
    }

    private static let catalog: [FunctionEntry] =
        [
            function("format_type", [T.oid, T.int4], T.text, strict: false, .stable) { values, runtime in
                if values[0].isNull { return .null }
                let oid = OID(truncatingIfNeeded: values[0].int)
                if runtime.catalog.enumLabels(oid) != nil { return .text(runtime.catalog.typeName(oid)) }
                return .text(TypeRef(oid, values[1].isNull ? -1 : Int32(truncatingIfNeeded: values[1].int)).display)
            },
            function("pg_table_is_visible", [T.oid], T.bool, .stable) { values, runtime in
                let oid = OID(truncatingIfNeeded: values[0].int)
                guard let name = runtime.catalog.relationName(oid) else { return .null }
                return .bool(runtime.catalog.relationOID(schema: nil, name: name.name, path: runtime.searchPath) == oid)
            },
            function("pg_type_is_visible", [T.oid], T.bool, .stable) { _, _ in .integer(1) },
            function("pg_function_is_visible", [T.oid], T.bool, .stable) { _, _ in .integer(1) },
            function("pg_get_userbyid", [T.oid], T.name, .stable) { values, runtime in
                .text(
                    runtime.roles.first { Int64($0.oid) == values[0].int }?.name ?? "unknown (OID=\(values[0].int))")
            },
            function("pg_encoding_to_char", [T.int4], T.name) { values, _ in
                .text(values[0].int == 6 ? "UTF8" : values[0].int == 0 ? "SQL_ASCII" : "")
            },
            function("pg_get_expr", [T.nodeTree, T.oid], T.text) { values, _ in values[0] },
            function("pg_get_expr", [T.nodeTree, T.oid, T.bool], T.text, .stable) { values, runtime in
                guard values[2].int != 0 else { return values[0] }
                let table = runtime.catalog.table(OID(truncatingIfNeeded: values[1].int))
                return .text(RuleText.text(values[0].string, of: table, isPretty: true, runtime))
            },
            function("pg_get_function_result", [T.oid], T.text, .stable) { values, _ in
                builtIn(values[0]).map { .text(TypeRef($0.result).display) } ?? .null
            },
            function("pg_get_function_arguments", [T.oid], T.text, .stable) { values, _ in
                builtIn(values[0]).map { .text($0.arguments.map { TypeRef($0).display }.joined(separator: ", ")) }
                    ?? .null
            },
            function("pg_get_statisticsobjdef_columns", [T.oid], T.text, .stable) { _, _ in .null },
            function("pg_get_ruledef", [T.oid, T.bool], T.text, .stable) { _, _ in .null },
            function("pg_get_triggerdef", [T.oid, T.bool], T.text, .stable) { _, _ in .null },
            function("pg_get_indexdef", [T.oid], T.text, .stable) { values, runtime in
                Definitions.index(OID(truncatingIfNeeded: values[0].int), isPretty: false, runtime)
            },
            function("pg_get_indexdef", [T.oid, T.int4, T.bool], T.text, .stable) { values, runtime in
                let (oid, isPretty) = (OID(truncatingIfNeeded: values[0].int), values[2].int != 0)
                return values[1].int == 0
                    ? Definitions.index(oid, isPretty: isPretty, runtime)
                    : Definitions.indexColumn(oid, Int(values[1].int), isPretty: isPretty, runtime)
            },
            function("pg_get_constraintdef", [T.oid], T.text, .stable) { values, runtime in
                Definitions.constraint(OID(truncatingIfNeeded: values[0].int), isPretty: false, runtime)
            },
            function("pg_get_constraintdef", [T.oid, T.bool], T.text, .stable) { values, runtime in
                Definitions.constraint(
                    OID(truncatingIfNeeded: values[0].int), isPretty: values[1].int != 0, runtime)
            },
            function("pg_get_viewdef", [T.oid], T.text, .stable, fidelity: .approximate("not laid out in lines")) {
                values, runtime in
                runtime.catalog.table(OID(truncatingIfNeeded: values[0].int))?.query.map { .text(" " + $0 + ";") }
                    ?? .null
            },
            function(
                "pg_get_viewdef", [T.oid, T.bool], T.text, .stable, fidelity: .approximate("not laid out in lines")
            ) { values, runtime in
                runtime.catalog.table(OID(truncatingIfNeeded: values[0].int))?.query.map { .text(" " + $0 + ";") }
                    ?? .null
            },
            function("obj_description", [T.oid, T.name], T.text, .stable) { values, runtime in
                comment(values[0], 0, runtime)
            },
            function("obj_description", [T.oid], T.text, .stable) { values, runtime in comment(values[0], 0, runtime) },
            function("col_description", [T.oid, T.int4], T.text, .stable) { values, runtime in
                comment(values[0], Int(values[1].int), runtime)
            },
            function("shobj_description", [T.oid, T.name], T.text, .stable) { _, _ in .null },
            function("to_regclass", [T.text], T.regclass, .stable) { values, runtime in
                let name = QualifiedName.parse(values[0].string)
                return runtime.catalog.relationOID(schema: name.schema, name: name.name, path: runtime.searchPath).map {
                    .integer(Int64($0))
                } ?? .null
            },
            function("pg_relation_is_publishable", [T.regclass], T.bool, .stable) { _, _ in .integer(0) },
        ]
        + ["has_table_privilege", "has_schema_privilege", "has_database_privilege"].flatMap { name in
            [
                function(
                    name, [T.text, T.text], T.bool, .stable,
                    fidelity: .approximate("everyone may do everything; see the user's access")
                ) { _, _ in .integer(1) },
                function(
                    name, [T.oid, T.text], T.bool, .stable,
                    fidelity: .approximate("everyone may do everything; see the user's access")
                ) { _, _ in .integer(1) },
            ]
        }

    /// The entry whose row of `pg_proc` has the id.
    private static func builtIn(_ oid: SQLiteValue) -> FunctionEntry? {
        let place = oid.int.subtractingReportingOverflow(10_000)
        guard !place.overflow, let index = Int(exactly: place.partialValue), Functions.all.indices.contains(index)
        else { return nil }
        return Functions.all[index]
    }

    private static func comment(_ object: SQLiteValue, _ column: Int, _ runtime: Runtime) -> SQLiteValue {
        runtime.catalog.comments.first { Int64($0.object) == object.int && $0.column == column }.map { .text($0.text) }
            ?? .null
    }

    private static let refused: [FunctionEntry] = [
        "pg_advisory_lock", "pg_advisory_unlock", "pg_advisory_xact_lock", "pg_try_advisory_lock", "pg_notify",
        "xmlparse", "to_tsvector",
        "to_tsquery", "lo_create",
    ].map {
        FunctionEntry(
            name: $0, arguments: [T.any], result: T.text, isVariadic: true, isStrict: false,
            fidelity: .unsupported("not built"), body: .unsupported)
    }
}
