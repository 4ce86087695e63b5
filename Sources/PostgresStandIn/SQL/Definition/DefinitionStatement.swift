import CPgQuery
import Fidelity
import SQLiteStore

/// Runs the statements that change the catalog. Each works on the runtime's copy of the catalog and on SQLite in one transaction.
struct DefinitionStatement {
    let connection: Connection
    let runtime: Runtime
    let analyzer: Analyzer
    var notices: [PostgresError] = []

    init(_ connection: Connection, _ runtime: Runtime, _ analyzer: Analyzer) {
        self.connection = connection
        self.runtime = runtime
        self.analyzer = analyzer
    }

    typealias Handler = @Sendable (inout DefinitionStatement, Node) throws -> String

    /// The statements, by the kind of their node; each returns the command tag.
    static let handlers: [UInt32: (name: String, run: Handler)] = [
        PG_QUERY__NODE__NODE_CREATE_STMT.rawValue: ("CREATE TABLE", { try $0.createTable($1.pointee.create_stmt) }),
        PG_QUERY__NODE__NODE_DROP_STMT.rawValue: ("DROP", { try $0.drop($1.pointee.drop_stmt) }),
        PG_QUERY__NODE__NODE_INDEX_STMT.rawValue: ("CREATE INDEX", { try $0.createIndex($1.pointee.index_stmt) }),
        PG_QUERY__NODE__NODE_ALTER_TABLE_STMT.rawValue: (
            "ALTER TABLE", { try $0.alterTable($1.pointee.alter_table_stmt) }
        ),
        PG_QUERY__NODE__NODE_RENAME_STMT.rawValue: ("ALTER TABLE", { try $0.rename($1.pointee.rename_stmt) }),
        PG_QUERY__NODE__NODE_CREATE_SCHEMA_STMT.rawValue: (
            "CREATE SCHEMA", { try $0.createSchema($1.pointee.create_schema_stmt) }
        ),
        PG_QUERY__NODE__NODE_VIEW_STMT.rawValue: ("CREATE VIEW", { try $0.createView($1.pointee.view_stmt) }),
        PG_QUERY__NODE__NODE_CREATE_SEQ_STMT.rawValue: (
            "CREATE SEQUENCE", { try $0.createSequence($1.pointee.create_seq_stmt) }
        ),
        PG_QUERY__NODE__NODE_CREATE_ENUM_STMT.rawValue: (
            "CREATE TYPE", { try $0.createEnum($1.pointee.create_enum_stmt) }
        ),
        PG_QUERY__NODE__NODE_COMMENT_STMT.rawValue: ("COMMENT", { try $0.comment($1.pointee.comment_stmt) }),
        PG_QUERY__NODE__NODE_TRUNCATE_STMT.rawValue: ("TRUNCATE TABLE", { try $0.truncate($1.pointee.truncate_stmt) }),
        PG_QUERY__NODE__NODE_CREATE_TABLE_AS_STMT.rawValue: (
            "CREATE TABLE AS", { try $0.createTableAs($1.pointee.create_table_as_stmt) }
        ),
    ]

    var physical: PhysicalSchema { PhysicalSchema(connection: connection, runtime: runtime) }

    mutating func notice(_ code: String, _ text: String) {
        var notice = PostgresError(code, text)
        notice.severity = "NOTICE"
        notices.append(notice)
    }

    /// The schema that a new object goes to.
    func creationSchema(_ named: String, _ location: Int = -1) throws -> String {
        if !named.isEmpty {
            guard runtime.catalog.hasSchema(named) else { throw PostgresError.noSchema(named).at(location) }
            guard named != "pg_catalog", named != "information_schema" else {
                throw PostgresError("42501", "permission denied for schema \(named)")
            }
            return named
        }
        guard let schema = runtime.searchPath.first(where: { $0 != "pg_catalog" && runtime.catalog.hasSchema($0) })
        else {
            throw PostgresError("3F000", "no schema has been selected to create in")
        }
        return schema
    }

    // MARK: Tables

    mutating func createTable(_ node: UnsafeMutablePointer<PgQuery__CreateStmt>) throws -> String {
        guard let relation = node.pointee.relation else { throw PostgresError.syntax("syntax error") }
        let schema = try creationSchema(text(relation.pointee.schemaname), Int(relation.pointee.location))
        let name = text(relation.pointee.relname)
        if text(relation.pointee.relpersistence) == "t" {
            throw PostgresError.unsupported("temporary tables are not supported")
        }
        if node.pointee.n_inh_relations > 0 || node.pointee.partspec != nil {
            throw PostgresError.unsupported("inheritance and partitions are not supported")
        }
        if runtime.catalog.hasRelation(schema: schema, name: name) {
            guard node.pointee.if_not_exists != 0 else { throw PostgresError.duplicateRelation(name) }
            notice("42P07", "relation \"\(name)\" already exists, skipping")
            return "CREATE TABLE"
        }
        var catalog = runtime.catalog
        let table = Table(oid: catalog.makeOID(), schema: schema, name: name)
        var definition = TableDefinition(analyzer, catalog, table)
        for element in nodes(node.pointee.n_table_elts, node.pointee.table_elts) {
            switch element.kind {
            case PG_QUERY__NODE__NODE_COLUMN_DEF: try definition.add(element.pointee.column_def)
            case PG_QUERY__NODE__NODE_CONSTRAINT: try definition.apply(element.pointee.constraint, column: nil)
            default: throw PostgresError.unsupported("CREATE TABLE ... LIKE is not supported")
            }
        }
        try definition.finish()
        try keep(definition)
        try physical.create(definition.table)
        return "CREATE TABLE"
    }

    func keep(_ definition: TableDefinition) throws {
        runtime.catalog = definition.catalog
        for sequence in definition.sequences { runtime.catalog.put(sequence) }
        runtime.catalog.put(definition.table)
    }

    mutating func createTableAs(_ node: UnsafeMutablePointer<PgQuery__CreateTableAsStmt>) throws -> String {
        guard node.pointee.objtype == PG_QUERY__OBJECT_TYPE__OBJECT_TABLE, let into = node.pointee.into,
            let relation = into.pointee.rel,
            let select = node.pointee.query?.pointee.select_stmt
        else { throw PostgresError.unsupported("materialized views are not supported") }
        let schema = try creationSchema(text(relation.pointee.schemaname))
        let name = text(relation.pointee.relname)
        guard !runtime.catalog.hasRelation(schema: schema, name: name) else {
            throw PostgresError.duplicateRelation(name)
        }
        let plan = try analyzer.select(select, Scope(parent: nil))
        let names = nodes(into.pointee.n_col_names, into.pointee.col_names).compactMap(\.string)
        var table = Table(oid: runtime.catalog.makeOID(), schema: schema, name: name)
        for (index, column) in plan.columns.enumerated() {
            table.columns.append(
                Column(
                    name: index < names.count ? names[index] : column.name, number: index + 1, type: plan.types[index]))
        }
        let sql = analyzer.withSystemTables(try plan.build(plan.types))
        runtime.catalog.put(table)
        try physical.create(table)
        let columns = table.columns.map(\.name.sqlName).joined(separator: ", ")
        let count =
            into.pointee.skip_data != 0
            ? 0 : try connection.run("INSERT INTO \(table.storedName.sqlName) (\(columns)) \(sql)")
        return "SELECT \(count)"
    }

    mutating func truncate(_ node: UnsafeMutablePointer<PgQuery__TruncateStmt>) throws -> String {
        var tables: [Table] = []
        for item in nodes(node.pointee.n_relations, node.pointee.relations) {
            if let relation = item.pointee.range_var { tables.append(try analyzer.target(relation)) }
        }
        let cascades = node.pointee.behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE
        var index = 0
        while index < tables.count {
            let parent = tables[index]
            for child in runtime.catalog.tables
            where child.constraints.contains(where: { $0.parent == parent.oid })
                && !tables.contains(where: { $0.oid == child.oid })
            {
                guard cascades else {
                    throw PostgresError(
                        "0A000", "cannot truncate a table referenced in a foreign key constraint",
                        detail: "Table \"\(child.name)\" references \"\(parent.name)\".",
                        hint: "Truncate table \"\(child.name)\" at the same time, or use TRUNCATE ... CASCADE.")
                }
                notice("00000", "truncate cascades to table \"\(child.name)\"")
                tables.append(child)
            }
            index += 1
        }
        // Children first, so that no action of a foreign key runs.
        for table in tables.reversed() { try connection.execute("DELETE FROM \(table.storedName.sqlName)") }
        if node.pointee.restart_seqs != 0 {
            for sequence in runtime.catalog.sequences where tables.contains(where: { $0.oid == sequence.owner }) {
                runtime.sequences.set(.init(last: sequence.start, isCalled: false), of: sequence.oid)
            }
        }
        return "TRUNCATE TABLE"
    }

    // MARK: Indexes

    mutating func createIndex(_ node: UnsafeMutablePointer<PgQuery__IndexStmt>) throws -> String {
        guard let relation = node.pointee.relation else { throw PostgresError.syntax("syntax error") }
        var table = try analyzer.target(relation)
        let method = text(node.pointee.access_method)
        if !["btree", "", "hash"].contains(method) {
            analyzer.touch(
                "CREATE INDEX USING \(method)",
                .approximate("kept as a plain index or none: results are the same, speed is not"))
        }
        let scope = PhysicalScope.row(table)
        var words: [String] = []
        var keys: [Index.Key] = []
        for item in nodes(node.pointee.n_index_params, node.pointee.index_params) {
            guard let element = item.pointee.index_elem else { continue }
            let isDescending = element.pointee.ordering == PG_QUERY__SORT_BY_DIR__SORTBY_DESC
            var isNullsFirst = isDescending
            if element.pointee.nulls_ordering == PG_QUERY__SORT_BY_NULLS__SORTBY_NULLS_FIRST { isNullsFirst = true }
            if element.pointee.nulls_ordering == PG_QUERY__SORT_BY_NULLS__SORTBY_NULLS_LAST { isNullsFirst = false }
            let name = text(element.pointee.name)
            if let expression = element.pointee.expr {
                _ = try analyzer.expression(expression, scope)
                words.append(ColumnName.of(expression) == "?column?" ? "expr" : ColumnName.of(expression))
                keys.append(
                    Index.Key(
                        expression: try deparse(expression: expression), isDescending: isDescending,
                        isNullsFirst: isNullsFirst))
            } else {
                guard table.column(name) != nil else { throw PostgresError.noColumn("\"\(name)\"") }
                words.append(name)
                keys.append(Index.Key(column: name, isDescending: isDescending, isNullsFirst: isNullsFirst))
            }
        }
        var name = text(node.pointee.idxname)
        if name.isEmpty {
            name = runtime.catalog.freeName(
                "\(table.name)_\(words.joined(separator: "_"))", "idx", schema: table.schema)
        }
        if runtime.catalog.hasRelation(schema: table.schema, name: name) {
            guard node.pointee.if_not_exists != 0 else { throw PostgresError.duplicateRelation(name) }
            notice("42P07", "relation \"\(name)\" already exists, skipping")
            return "CREATE INDEX"
        }
        var condition: String?
        if let predicate = node.pointee.where_clause {
            _ = try analyzer.condition(predicate, scope, clause: "WHERE")
            condition = try deparse(expression: predicate)
        }
        let including = nodes(node.pointee.n_index_including_params, node.pointee.index_including_params).map {
            text($0.pointee.index_elem.pointee.name)
        }
        let index = Index(
            oid: runtime.catalog.makeOID(), name: name, isUnique: node.pointee.unique != 0, keys: keys,
            condition: condition, including: including)
        do { try physical.create(index, on: table) } catch let error as SQLiteError where error.primaryCode == 19 {
            throw PostgresError(
                "23505", "could not create unique index \"\(name)\"", schema: table.schema, table: table.name,
                constraint: name)
        }
        table.indexes.append(index)
        runtime.catalog.put(table)
        return "CREATE INDEX"
    }

    // MARK: Schemas, views, sequences, types, comments

    mutating func createSchema(_ node: UnsafeMutablePointer<PgQuery__CreateSchemaStmt>) throws -> String {
        let name = text(node.pointee.schemaname)
        if name.hasPrefix("pg_") {
            throw PostgresError(
                "42939", "unacceptable schema name \"\(name)\"",
                detail: "The prefix \"pg_\" is reserved for system schemas.")
        }
        if node.pointee.n_schema_elts > 0 {
            throw PostgresError.unsupported("CREATE SCHEMA with elements is not supported")
        }
        if runtime.catalog.hasSchema(name) {
            guard node.pointee.if_not_exists != 0 else {
                throw PostgresError("42P06", "schema \"\(name)\" already exists")
            }
            notice("42P06", "schema \"\(name)\" already exists, skipping")
            return "CREATE SCHEMA"
        }
        let oid = runtime.catalog.makeOID()
        runtime.catalog.schemas.append(.init(oid: oid, name: name))
        return "CREATE SCHEMA"
    }

    mutating func createView(_ node: UnsafeMutablePointer<PgQuery__ViewStmt>) throws -> String {
        guard let relation = node.pointee.view, let query = node.pointee.query, let select = query.pointee.select_stmt
        else { throw PostgresError.syntax("syntax error") }
        let schema = try creationSchema(text(relation.pointee.schemaname))
        let name = text(relation.pointee.relname)
        let old = runtime.catalog.table(schema: schema, name: name)
        if runtime.catalog.hasRelation(schema: schema, name: name), node.pointee.replace == 0 || old?.kind != .view {
            if node.pointee.replace != 0 { throw PostgresError("42809", "\"\(name)\" is not a view") }
            throw PostgresError.duplicateRelation(name)
        }
        let plan = try analyzer.select(select, Scope(parent: nil))
        guard let sql = deparseStatement(query) else {
            throw PostgresError.unsupported("this view cannot be kept in the catalog")
        }
        let names = nodes(node.pointee.n_aliases, node.pointee.aliases).compactMap(\.string)
        var table = Table(
            oid: old?.oid ?? runtime.catalog.makeOID(), schema: schema, name: name, kind: .view, query: sql)
        for (index, column) in plan.columns.enumerated() {
            table.columns.append(
                Column(
                    name: index < names.count ? names[index] : column.name, number: index + 1, type: plan.types[index]))
        }
        for (before, after) in zip(old?.columns ?? [], table.columns) where before.name != after.name {
            throw PostgresError(
                "42P16", "cannot change name of view column \"\(before.name)\" to \"\(after.name)\"",
                hint: "Use ALTER VIEW ... RENAME COLUMN ... to change name of view column instead.")
        }
        runtime.catalog.put(table)
        return "CREATE VIEW"
    }

    mutating func createSequence(_ node: UnsafeMutablePointer<PgQuery__CreateSeqStmt>) throws -> String {
        guard let relation = node.pointee.sequence else { throw PostgresError.syntax("syntax error") }
        let schema = try creationSchema(text(relation.pointee.schemaname))
        let name = text(relation.pointee.relname)
        if runtime.catalog.hasRelation(schema: schema, name: name) {
            guard node.pointee.if_not_exists != 0 else { throw PostgresError.duplicateRelation(name) }
            notice("42P07", "relation \"\(name)\" already exists, skipping")
            return "CREATE SEQUENCE"
        }
        var sequence = Sequence(oid: runtime.catalog.makeOID(), schema: schema, name: name)
        try SequenceOptions.apply(nodes(node.pointee.n_options, node.pointee.options), to: &sequence)
        runtime.catalog.put(sequence)
        return "CREATE SEQUENCE"
    }

    mutating func createEnum(_ node: UnsafeMutablePointer<PgQuery__CreateEnumStmt>) throws -> String {
        let names = nodes(node.pointee.n_type_name, node.pointee.type_name).compactMap(\.string)
        let schema = try creationSchema(names.count > 1 ? names[0] : "")
        let name = names.last ?? ""
        guard runtime.catalog.typeOID(schema: schema, name: name, path: []) == nil else {
            throw PostgresError("42710", "type \"\(name)\" already exists")
        }
        let labels = nodes(node.pointee.n_vals, node.pointee.vals).compactMap(\.string)
        let (oid, array) = (runtime.catalog.makeOID(), runtime.catalog.makeOID())
        runtime.catalog.enums.append(.init(oid: oid, arrayOID: array, schema: schema, name: name, labels: labels))
        return "CREATE TYPE"
    }

    mutating func comment(_ node: UnsafeMutablePointer<PgQuery__CommentStmt>) throws -> String {
        guard let object = node.pointee.object else { throw PostgresError.syntax("syntax error") }
        var names = object.list.compactMap(\.string)
        let isColumn = node.pointee.objtype == PG_QUERY__OBJECT_TYPE__OBJECT_COLUMN
        let relations = [
            PG_QUERY__OBJECT_TYPE__OBJECT_TABLE, PG_QUERY__OBJECT_TYPE__OBJECT_VIEW,
            PG_QUERY__OBJECT_TYPE__OBJECT_INDEX, PG_QUERY__OBJECT_TYPE__OBJECT_SEQUENCE,
        ]
        guard isColumn || relations.contains(node.pointee.objtype) else {
            throw PostgresError.unsupported("COMMENT ON this kind of object is not supported")
        }
        let column = isColumn ? names.popLast() : nil
        let schema = names.count > 1 ? names[names.count - 2] : nil
        let name = names.last ?? ""
        guard let oid = runtime.catalog.relationOID(schema: schema, name: name, path: runtime.searchPath) else {
            throw PostgresError.noRelation(names.joined(separator: "."))
        }
        var number = 0
        if let column {
            guard let found = runtime.catalog.table(oid)?.column(column) else {
                throw PostgresError.noColumn(column, of: name)
            }
            number = found.number
        }
        let comment = text(node.pointee.comment)
        runtime.catalog.comments.removeAll { $0.object == oid && $0.column == number }
        if !comment.isEmpty { runtime.catalog.comments.append(.init(object: oid, column: number, text: comment)) }
        return "COMMENT"
    }
}
