import CPgQuery
import Fidelity

/// Reads `CREATE TABLE` and the parts of `ALTER TABLE` into the catalog's values.
struct TableDefinition {
    let analyzer: Analyzer
    var catalog: Catalog
    var table: Table
    /// Sequences made for serial and identity columns.
    var sequences: [Sequence] = []
    private var pending: [(node: UnsafeMutablePointer<PgQuery__Constraint>, column: String?)] = []

    init(_ analyzer: Analyzer, _ catalog: Catalog, _ table: Table) {
        self.analyzer = analyzer
        self.catalog = catalog
        self.table = table
    }

    private static let serials: [String: OID] = [
        "serial": TypeOID.int4, "serial4": TypeOID.int4, "bigserial": TypeOID.int8, "serial8": TypeOID.int8,
        "smallserial": TypeOID.int2, "serial2": TypeOID.int2,
    ]

    mutating func add(_ node: UnsafeMutablePointer<PgQuery__ColumnDef>) throws {
        let name = text(node.pointee.colname)
        guard table.column(name) == nil else {
            throw table.oid == 0 || catalog.table(table.oid) == nil
                ? PostgresError.duplicateColumn(name)
                : PostgresError("42701", "column \"\(name)\" of relation \"\(table.name)\" already exists")
        }
        guard let typeName = node.pointee.type_name else { throw PostgresError.syntax("syntax error") }
        let word = nodes(typeName.pointee.n_names, typeName.pointee.names).compactMap(\.string).last ?? ""
        var column = Column(
            name: name, number: (table.columns.map(\.number).max() ?? 0) + 1, type: TypeRef(TypeOID.text))
        if let serial = Self.serials[word] {
            column.type = TypeRef(serial)
            column.isNotNull = true
            let sequence = makeSequence(name, type: serial)
            column.defaultSQL = "nextval('\(sequenceText(sequence))'::regclass)"
        } else {
            column.type = try analyzer.typeName(typeName)
        }
        table.columns.append(column)
        for item in nodes(node.pointee.n_constraints, node.pointee.constraints) {
            if let constraint = item.pointee.constraint { try apply(constraint, column: name) }
        }
    }

    private func sequenceText(_ sequence: Sequence) -> String {
        let name = QualifiedName.quoted(sequence.name)
        return analyzer.runtime.searchPath.contains(sequence.schema)
            ? name : "\(QualifiedName.quoted(sequence.schema)).\(name)"
    }

    private mutating func makeSequence(_ column: String, type: OID) -> Sequence {
        let name = catalog.freeName(
            "\(table.name)_\(column)", "seq", schema: table.schema, taken: Set(sequences.map(\.name)))
        let maximum: [OID: Int64] = [TypeOID.int2: Int64(Int16.max), TypeOID.int4: Int64(Int32.max)]
        let sequence = Sequence(
            oid: catalog.makeOID(), schema: table.schema, name: name, type: type, maximum: maximum[type] ?? .max,
            owner: table.oid, ownerColumn: column)
        sequences.append(sequence)
        return sequence
    }

    private mutating func change(_ column: String, _ body: (inout Column) throws -> Void) rethrows {
        if let index = table.columns.firstIndex(where: { $0.name == column }) { try body(&table.columns[index]) }
    }

    /// One constraint of a column, or of the table when `column` is nil.
    mutating func apply(_ node: UnsafeMutablePointer<PgQuery__Constraint>, column: String?) throws {
        switch node.pointee.contype {
        case PG_QUERY__CONSTR_TYPE__CONSTR_NOTNULL: change(column ?? "") { $0.isNotNull = true }
        case PG_QUERY__CONSTR_TYPE__CONSTR_NULL: change(column ?? "") { $0.isNotNull = false }
        case PG_QUERY__CONSTR_TYPE__CONSTR_DEFAULT:
            guard let value = node.pointee.raw_expr, let column else { return }
            try setDefault(column, value)
        case PG_QUERY__CONSTR_TYPE__CONSTR_IDENTITY:
            guard let column, let type = table.column(column)?.type.oid else { return }
            var sequence = makeSequence(column, type: type)
            try SequenceOptions.apply(nodes(node.pointee.n_options, node.pointee.options), to: &sequence)
            sequences[sequences.count - 1] = sequence
            let when = text(node.pointee.generated_when)
            change(column) {
                $0.identity = when
                $0.sequence = sequence.oid
                $0.isNotNull = true
            }
        case PG_QUERY__CONSTR_TYPE__CONSTR_GENERATED:
            throw PostgresError.unsupported("generated columns are not supported")
        case PG_QUERY__CONSTR_TYPE__CONSTR_EXCLUSION:
            throw PostgresError.unsupported("exclusion constraints are not supported")
        case PG_QUERY__CONSTR_TYPE__CONSTR_ATTR_DEFERRABLE: pending.last?.node.pointee.deferrable = 1
        case PG_QUERY__CONSTR_TYPE__CONSTR_ATTR_DEFERRED:
            pending.last?.node.pointee.deferrable = 1
            pending.last?.node.pointee.initdeferred = 1
        case PG_QUERY__CONSTR_TYPE__CONSTR_ATTR_NOT_DEFERRABLE, PG_QUERY__CONSTR_TYPE__CONSTR_ATTR_IMMEDIATE: break
        default: pending.append((node, column))
        }
    }

    mutating func setDefault(_ column: String, _ value: Node) throws {
        guard let type = table.column(column)?.type else { return }
        let expression = try analyzer.expression(value, Scope(parent: nil))
        if !expression.isUnknown, Casts.context(expression.type.oid, type.oid).map({ $0 > .assignment }) ?? true {
            throw PostgresError.datatypeMismatch(
                "column \"\(column)\" is of type \(analyzer.catalog.display(TypeRef(type.oid))) but default expression is of type \(analyzer.catalog.display(TypeRef(expression.type.oid)))",
                hint: "You will need to rewrite or cast the expression.")
        }
        _ = try analyzer.coerce(expression, to: type, .assignment)
        let sql = try deparse(expression: value)
        change(column) { $0.defaultSQL = sql }
    }

    // MARK: Table constraints

    /// Makes the constraints that were gathered, once all columns are there.
    mutating func finish() throws {
        for (node, column) in pending { try make(node, column) }
        pending.removeAll()
    }

    private mutating func make(_ node: UnsafeMutablePointer<PgQuery__Constraint>, _ column: String?) throws {
        let given = text(node.pointee.conname)
        let (catalog, table) = (catalog, table)
        func name(_ base: String, _ suffix: String) throws -> String {
            if given.isEmpty {
                return catalog.freeName(
                    base, suffix, schema: table.schema,
                    taken: Set(table.constraints.map(\.name) + table.indexes.map(\.name)))
            }
            if table.constraints.contains(where: { $0.name == given }) {
                throw PostgresError("42710", "constraint \"\(given)\" for relation \"\(table.name)\" already exists")
            }
            return given
        }
        func columns(_ list: [Node]) throws -> [String] {
            let names = list.compactMap(\.string)
            for name in names where table.column(name) == nil {
                throw PostgresError("42703", "column \"\(name)\" named in key does not exist").at(
                    Int(node.pointee.location))
            }
            return names
        }
        switch node.pointee.contype {
        case PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY, PG_QUERY__CONSTR_TYPE__CONSTR_UNIQUE:
            let isPrimary = node.pointee.contype == PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY
            if isPrimary, table.primaryKey != nil {
                throw PostgresError("42P16", "multiple primary keys for table \"\(table.name)\" are not allowed").at(
                    Int(node.pointee.location))
            }
            guard node.pointee.deferrable == 0 else {
                throw PostgresError.unsupported("deferrable unique constraints are not supported")
            }
            let keys = try column.map { [$0] } ?? columns(nodes(node.pointee.n_keys, node.pointee.keys))
            let name =
                isPrimary
                ? try name(table.name, "pkey") : try name("\(table.name)_\(keys.joined(separator: "_"))", "key")
            let constraint = Constraint(
                oid: self.catalog.makeOID(), name: name, kind: isPrimary ? .primaryKey : .unique, columns: keys)
            if isPrimary { for key in keys { change(key) { $0.isNotNull = true } } }
            self.table.constraints.append(constraint)
            self.table.indexes.append(
                Index(
                    oid: self.catalog.makeOID(), name: name, isUnique: true, keys: keys.map { Index.Key(column: $0) },
                    constraint: constraint.oid))
        case PG_QUERY__CONSTR_TYPE__CONSTR_CHECK:
            guard let condition = node.pointee.raw_expr else { return }
            let scope = PhysicalScope.row(table)
            _ = try analyzer.condition(condition, scope, clause: "CHECK")
            let named = given.isEmpty ? column ?? Self.onlyColumn(condition) : nil
            let base = named.map { "\(table.name)_\($0)" } ?? table.name
            self.table.constraints.append(
                Constraint(
                    oid: self.catalog.makeOID(), name: try name(base, "check"), kind: .check,
                    condition: try deparse(expression: condition)))
        case PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN: try foreignKey(node, column, name)
        default: throw PostgresError.unsupported("this kind of constraint is not supported")
        }
    }

    private mutating func foreignKey(
        _ node: UnsafeMutablePointer<PgQuery__Constraint>, _ column: String?, _ name: (String, String) throws -> String
    ) throws {
        guard let relation = node.pointee.pktable else { return }
        let schema = text(relation.pointee.schemaname)
        let parentName = text(relation.pointee.relname)
        let own = (schema.isEmpty || schema == table.schema) && parentName == table.name ? table : nil
        guard
            let parent = own
                ?? catalog.findTable(
                    schema: schema.isEmpty ? nil : schema, name: parentName, path: analyzer.runtime.searchPath)
        else {
            throw PostgresError.noRelation(schema.isEmpty ? parentName : "\(schema).\(parentName)")
        }
        let columns = column.map { [$0] } ?? nodes(node.pointee.n_fk_attrs, node.pointee.fk_attrs).compactMap(\.string)
        for name in columns where table.column(name) == nil {
            throw PostgresError("42703", "column \"\(name)\" referenced in foreign key constraint does not exist")
        }
        var parentColumns = nodes(node.pointee.n_pk_attrs, node.pointee.pk_attrs).compactMap(\.string)
        if parentColumns.isEmpty {
            guard let key = parent.primaryKey else {
                throw PostgresError("42704", "there is no primary key for referenced table \"\(parent.name)\"")
            }
            parentColumns = key.columns
        }
        for name in parentColumns where parent.column(name) == nil {
            throw PostgresError("42703", "column \"\(name)\" referenced in foreign key constraint does not exist")
        }
        guard columns.count == parentColumns.count else {
            throw PostgresError("42830", "number of referencing and referenced columns for foreign key disagree")
        }
        guard
            parent.indexes.contains(where: {
                $0.isUnique && $0.condition == nil && Set($0.keys.compactMap(\.column)) == Set(parentColumns)
            })
        else {
            throw PostgresError(
                "42830", "there is no unique constraint matching given keys for referenced table \"\(parent.name)\"")
        }
        let constraintName = try name("\(table.name)_\(columns.joined(separator: "_"))", "fkey")
        for (child, key) in zip(columns, parentColumns) {
            guard let a = table.column(child)?.type, let b = parent.column(key)?.type,
                TypeTable.entry(a.oid).category == TypeTable.entry(b.oid).category
            else {
                throw PostgresError(
                    "42804", "foreign key constraint \"\(constraintName)\" cannot be implemented",
                    detail:
                        "Key columns \"\(child)\" and \"\(key)\" are of incompatible types: \(analyzer.catalog.display(table.column(child)?.type ?? TypeRef(0))) and \(analyzer.catalog.display(parent.column(key)?.type ?? TypeRef(0)))."
                )
            }
        }
        if text(node.pointee.fk_del_action) == "r" || text(node.pointee.fk_upd_action) == "r" {
            analyzer.touch(
                "ON DELETE RESTRICT", .approximate("checked at the end of the statement, as NO ACTION is"))
        }
        table.constraints.append(
            Constraint(
                oid: catalog.makeOID(), name: constraintName, kind: .foreignKey, columns: columns, parent: parent.oid,
                parentColumns: parentColumns,
                onDelete: text(node.pointee.fk_del_action), onUpdate: text(node.pointee.fk_upd_action),
                isDeferrable: node.pointee.deferrable != 0,
                isInitiallyDeferred: node.pointee.initdeferred != 0))
    }

    /// The one column that a check names, by which PostgreSQL names the check.
    private static func onlyColumn(_ node: Node) -> String? {
        var names: Set<String> = []
        func walk(_ node: Node, _ depth: Int) {
            guard depth < 60 else { return }
            switch node.kind {
            case PG_QUERY__NODE__NODE_COLUMN_REF:
                names.insert(
                    nodes(node.pointee.column_ref.pointee.n_fields, node.pointee.column_ref.pointee.fields).compactMap(
                        \.string
                    ).last ?? "")
            case PG_QUERY__NODE__NODE_A_EXPR:
                for side in [node.pointee.a_expr.pointee.lexpr, node.pointee.a_expr.pointee.rexpr] {
                    if let side { walk(side, depth + 1) }
                }
            case PG_QUERY__NODE__NODE_BOOL_EXPR:
                for item in nodes(node.pointee.bool_expr.pointee.n_args, node.pointee.bool_expr.pointee.args) {
                    walk(item, depth + 1)
                }
            case PG_QUERY__NODE__NODE_FUNC_CALL:
                for item in nodes(node.pointee.func_call.pointee.n_args, node.pointee.func_call.pointee.args) {
                    walk(item, depth + 1)
                }
            case PG_QUERY__NODE__NODE_TYPE_CAST:
                if let argument = node.pointee.type_cast.pointee.arg { walk(argument, depth + 1) }
            case PG_QUERY__NODE__NODE_NULL_TEST:
                if let argument = node.pointee.null_test.pointee.arg { walk(argument, depth + 1) }
            case PG_QUERY__NODE__NODE_LIST: for item in node.list { walk(item, depth + 1) }
            default: break
            }
        }
        walk(node, 0)
        return names.count == 1 ? names.first : nil
    }
}

/// The scope of an expression over one row of a table.
enum PhysicalScope {
    static func row(_ table: Table) -> Scope {
        let scope = Scope(parent: nil)
        let columns = table.columns.map { ScopeColumn(name: $0.name, type: $0.type, sql: $0.name.sqlName) }
        scope.items = [
            FromItem(
                sql: "", entries: [RangeEntry(name: table.name, columns: columns, table: table, alias: "row")],
                visible: columns)
        ]
        return scope
    }
}

/// `START WITH`, `INCREMENT BY` and the other options of a sequence.
enum SequenceOptions {
    static func apply(_ options: [Node], to sequence: inout Sequence) throws(PostgresError) {
        var start: Int64?
        for option in options {
            guard let element = option.pointee.def_elem else { continue }
            let name = text(element.pointee.defname)
            let value = element.pointee.arg.flatMap(integer)
            switch name {
            case "start": start = value
            case "increment":
                guard value != 0 else { throw .invalidParameter("INCREMENT must not be zero") }
                sequence.increment = value ?? 1
            case "minvalue": if let value { sequence.minimum = value }
            case "maxvalue": if let value { sequence.maximum = value }
            case "cycle":
                sequence.cycles =
                    element.pointee.arg.map {
                        $0.kind != PG_QUERY__NODE__NODE_BOOLEAN || $0.pointee.boolean.pointee.boolval != 0
                    } ?? true
            case "cache", "owned_by", "as", "restart": break
            default: throw .unsupported("sequence option \(name) is not supported")
            }
        }
        if sequence.increment < 0, sequence.minimum == 1, sequence.maximum == .max {
            sequence.minimum = .min
            sequence.maximum = -1
        }
        sequence.start = start ?? (sequence.increment < 0 ? sequence.maximum : sequence.minimum)
        guard sequence.start >= sequence.minimum else {
            throw .invalidParameter(
                "START value (\(sequence.start)) cannot be less than MINVALUE (\(sequence.minimum))")
        }
        guard sequence.start <= sequence.maximum else {
            throw .invalidParameter(
                "START value (\(sequence.start)) cannot be greater than MAXVALUE (\(sequence.maximum))")
        }
    }

    private static func integer(_ node: Node) -> Int64? {
        if let value = node.integer { return Int64(value) }
        return node.kind == PG_QUERY__NODE__NODE_FLOAT ? Int64(text(node.pointee.float_.pointee.fval)) : nil
    }
}
