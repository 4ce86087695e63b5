import CPgQuery
import CSQLite
import Fidelity
import SQLiteStore

/// Running statements.
extension Store {
    /// Runs one statement of a script for a session.
    ///
    /// A statement outside `BEGIN` leaves its transaction open; the caller ends it with `endImplicit`.
    ///
    /// - Throws: `WriterIsBusy` before anything was changed; otherwise `PostgresError`, after which the transaction is over or failed.
    func execute(
        _ statement: SyntaxTree.Statement, in script: Script, for session: SessionState, parameters: [OID] = [],
        values: [BoundValue] = []
    ) throws
        -> StatementResult
    {
        enter(session)
        do {
            if session.transaction == .failed, !TransactionStatement.endsFailure(statement.node) {
                throw PostgresError.abortedTransaction
            }
            return try dispatch(statement, script, session, parameters, values)
        } catch let busy as WriterIsBusy {
            throw busy
        } catch {
            var failure = translated(error, nil)
            if let known = failure as? PostgresError {
                failure = known.positioned(in: script.sql)
                if known.code == "0A000" { ledger.record(known.message, of: name, .unsupported(known.message)) }
            }
            fail(session)
            throw failure
        }
    }

    private func dispatch(
        _ statement: SyntaxTree.Statement, _ script: Script, _ session: SessionState, _ parameters: [OID],
        _ values: [BoundValue]
    ) throws
        -> StatementResult
    {
        let node = statement.node
        if node.kind == PG_QUERY__NODE__NODE_TRANSACTION_STMT {
            return try TransactionStatement.run(node.pointee.transaction_stmt, session, self)
        }
        if let session = try SessionStatement.run(node, session, self) { return session }
        if let definition = DefinitionStatement.handlers[node.kind.rawValue] {
            if session.isReadOnly {
                throw PostgresError.readOnly(definition.name == "DROP" ? DropName.of(node) : definition.name)
            }
            try beginWriting(session)
            enter(session)
            let analyzer = Analyzer(runtime, parameters: parameters, touch: touch)
            var run = DefinitionStatement(writer, runtime, analyzer)
            let tag = try definition.run(&run, node)
            keep(runtime.catalog)
            touch(definition.name, .exact)
            return StatementResult(tag: tag, notices: run.notices)
        }
        return try query(node, session, parameters, values)
    }

    func touch(_ feature: String, _ fidelity: Fidelity) { ledger.record(feature, of: name, fidelity) }

    /// What a query is in SQLite.
    struct Plan {
        var sql: String
        var columns: [StatementResult.Column]?
        var parameters: [OID]
        var verb: String
        var table: Table?
        var writes: Bool
        var lockingCommand: String?
        var unwaitedTable: String?
        /// Whether it is an `INSERT ... ON CONFLICT DO UPDATE`.
        var isUpsert = false
    }

    /// Analyses a `SELECT`, `INSERT`, `UPDATE` or `DELETE`.
    func plan(_ node: Node, _ parameters: [OID]) throws -> Plan {
        let analyzer = Analyzer(runtime, parameters: parameters, touch: touch)
        func columns(_ columns: [OutputColumn], _ types: [TypeRef]) -> [StatementResult.Column] {
            zip(columns, types).map {
                StatementResult.Column(name: $0.name, type: $1, tableOID: $0.tableOID, number: $0.number)
            }
        }
        if node.kind == PG_QUERY__NODE__NODE_SELECT_STMT {
            let select = try analyzer.select(node.pointee.select_stmt, Scope(parent: nil))
            let types = select.types
            let sql = analyzer.withSystemTables(try select.build(types))
            touch("SELECT", .exact)
            return Plan(
                sql: sql, columns: columns(select.columns, types), parameters: try settled(analyzer.parameters),
                verb: "SELECT", table: nil,
                writes: analyzer.needsWriter, lockingCommand: analyzer.lockingCommand,
                unwaitedTable: analyzer.unwaitedTable)
        }
        let change: ChangePlan
        switch node.kind {
        case PG_QUERY__NODE__NODE_INSERT_STMT: change = try analyzer.insert(node.pointee.insert_stmt)
        case PG_QUERY__NODE__NODE_UPDATE_STMT: change = try analyzer.update(node.pointee.update_stmt)
        case PG_QUERY__NODE__NODE_DELETE_STMT: change = try analyzer.delete(node.pointee.delete_stmt)
        default:
            throw PostgresError.unsupported(
                "this statement is not supported by the stand-in (\(StatementName.of(node)))")
        }
        touch(change.verb, .exact)
        let returned = change.columns.isEmpty ? nil : columns(change.columns, change.columns.map(\.expression.type))
        return Plan(
            sql: analyzer.withSystemTables(change.sql), columns: returned, parameters: try settled(analyzer.parameters),
            verb: change.verb, table: change.table, writes: true, isUpsert: analyzer.isUpsert)
    }

    private func settled(_ parameters: [OID]) throws -> [OID] {
        for (index, type) in parameters.enumerated() where type == 0 || type == TypeOID.unknown {
            throw PostgresError.undeterminedParameter(index + 1)
        }
        return parameters
    }

    private func query(_ node: Node, _ session: SessionState, _ parameters: [OID], _ values: [BoundValue]) throws
        -> StatementResult
    {
        let plan = try plan(node, parameters)
        if plan.writes {
            if session.isReadOnly {
                throw PostgresError.readOnly(plan.lockingCommand ?? (plan.verb == "SELECT" ? "nextval()" : plan.verb))
            }
            if !session.isWriting {
                if let table = plan.unwaitedTable, !queue.tryAcquire(session.id) {
                    throw PostgresError("55P03", "could not obtain lock on row in relation \"\(table)\"")
                }
                try beginWriting(session)
                enter(session)
            }
        }
        guard values.count >= plan.parameters.count else { throw PostgresError.noParameter(values.count + 1) }
        let bound = try zip(values, plan.parameters).map { try stored($0, $1) }
        let connection = session.isWriting ? writer : reader
        return try run(plan, bound, on: connection, session)
    }

    private func stored(_ value: BoundValue, _ type: OID) throws -> SQLiteValue {
        switch value {
        case .null: .null
        case .text(let bytes): try TypeInput.value(try BinaryFormat.utf8(bytes), TypeRef(type), runtime)
        case .binary(let bytes): try BinaryFormat.decode(bytes, type, runtime)
        }
    }

    private func run(_ plan: Plan, _ values: [SQLiteValue], on connection: Connection, _ session: SessionState) throws
        -> StatementResult
    {
        runtime.lastRow = [:]
        do {
            if plan.isUpsert, let table = plan.table {
                let newest = try connection.rows("SELECT max(rowid) FROM \(table.storedName.sqlName)").first?.first
                runtime.upserts = .init(newestBefore: newest?.integer ?? 0)
            }
            let statement = try connection.statement(plan.sql)
            defer { statement.reset() }
            for (index, value) in values.prefix(statement.parameterCount).enumerated() {
                try statement.bind(value, at: index + 1)
            }
            var result = StatementResult(columns: plan.columns)
            let before = sqlite3_total_changes64(connection.handle)
            while try statement.step() { if plan.columns != nil { result.rows.append(statement.row()) } }
            let changed =
                plan.verb == "SELECT"
                ? result.rows.count
                : plan.columns != nil ? result.rows.count : Int(sqlite3_changes64(connection.handle))
            if plan.verb != "SELECT", sqlite3_total_changes64(connection.handle) != before {
                try ForeignKeys(connection: connection, runtime: runtime).check(after: plan.table, isCommit: false)
            }
            result.tag =
                plan.verb == "INSERT"
                ? "INSERT 0 \(sqlite3_total_changes64(connection.handle) == before ? 0 : changed)"
                : "\(plan.verb) \(plan.verb != "SELECT" && sqlite3_total_changes64(connection.handle) == before ? 0 : changed)"
            if session.settings != runtime.settings { session.settings = runtime.settings }
            return result
        } catch { throw translated(error, plan.table) }
    }

    // MARK: Describing

    /// The parameters and the columns of a statement that is not run.
    func describe(_ statement: SyntaxTree.Statement, in script: Script, for session: SessionState, parameters: [OID])
        throws -> (parameters: [OID], columns: [StatementResult.Column]?)
    {
        enter(session)
        do {
            if session.transaction == .failed, !TransactionStatement.endsFailure(statement.node) {
                throw PostgresError.abortedTransaction
            }
            let kinds = [
                PG_QUERY__NODE__NODE_SELECT_STMT, PG_QUERY__NODE__NODE_INSERT_STMT, PG_QUERY__NODE__NODE_UPDATE_STMT,
                PG_QUERY__NODE__NODE_DELETE_STMT,
            ]
            if kinds.contains(statement.node.kind) {
                let plan = try plan(statement.node, parameters)
                return (plan.parameters, plan.columns)
            }
            return (parameters, SessionStatement.columns(statement.node, session))
        } catch {
            var failure = translated(error, nil)
            if let known = failure as? PostgresError { failure = known.positioned(in: script.sql) }
            fail(session)
            throw failure
        }
    }
}

/// What messages call a statement.
enum StatementName {
    static func of(_ node: Node) -> String {
        let names: [UInt32: String] = [
            PG_QUERY__NODE__NODE_COPY_STMT.rawValue: "COPY", PG_QUERY__NODE__NODE_EXPLAIN_STMT.rawValue: "EXPLAIN",
            PG_QUERY__NODE__NODE_CREATE_FUNCTION_STMT.rawValue: "CREATE FUNCTION",
            PG_QUERY__NODE__NODE_CREATE_TRIG_STMT.rawValue: "CREATE TRIGGER",
            PG_QUERY__NODE__NODE_DO_STMT.rawValue: "DO", PG_QUERY__NODE__NODE_MERGE_STMT.rawValue: "MERGE",
            PG_QUERY__NODE__NODE_LISTEN_STMT.rawValue: "LISTEN", PG_QUERY__NODE__NODE_NOTIFY_STMT.rawValue: "NOTIFY",
            PG_QUERY__NODE__NODE_DECLARE_CURSOR_STMT.rawValue: "DECLARE CURSOR",
            PG_QUERY__NODE__NODE_GRANT_STMT.rawValue: "GRANT",
            PG_QUERY__NODE__NODE_CREATE_ROLE_STMT.rawValue: "CREATE ROLE",
            PG_QUERY__NODE__NODE_CREATE_EXTENSION_STMT.rawValue: "CREATE EXTENSION",
            PG_QUERY__NODE__NODE_VACUUM_STMT.rawValue: "VACUUM", PG_QUERY__NODE__NODE_LOCK_STMT.rawValue: "LOCK TABLE",
            PG_QUERY__NODE__NODE_PREPARE_STMT.rawValue: "PREPARE",
            PG_QUERY__NODE__NODE_EXECUTE_STMT.rawValue: "EXECUTE",
            PG_QUERY__NODE__NODE_ALTER_SEQ_STMT.rawValue: "ALTER SEQUENCE",
            PG_QUERY__NODE__NODE_CREATE_DOMAIN_STMT.rawValue: "CREATE DOMAIN",
        ]
        return names[node.kind.rawValue] ?? "node \(node.kind.rawValue)"
    }
}

/// The command of a `DROP`, for the error of read-only sessions.
enum DropName {
    static func of(_ node: Node) -> String {
        guard node.kind == PG_QUERY__NODE__NODE_DROP_STMT else { return "DROP" }
        let names = [
            PG_QUERY__OBJECT_TYPE__OBJECT_TABLE.rawValue: "DROP TABLE",
            PG_QUERY__OBJECT_TYPE__OBJECT_VIEW.rawValue: "DROP VIEW",
            PG_QUERY__OBJECT_TYPE__OBJECT_INDEX.rawValue: "DROP INDEX",
            PG_QUERY__OBJECT_TYPE__OBJECT_SCHEMA.rawValue: "DROP SCHEMA",
            PG_QUERY__OBJECT_TYPE__OBJECT_SEQUENCE.rawValue: "DROP SEQUENCE",
            PG_QUERY__OBJECT_TYPE__OBJECT_TYPE.rawValue: "DROP TYPE",
        ]
        return names[node.pointee.drop_stmt.pointee.remove_type.rawValue] ?? "DROP"
    }
}
