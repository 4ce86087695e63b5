import CPgQuery
import Fidelity
import SQLiteStore

/// `SET`, `SHOW`, `RESET`, `DISCARD`, `DEALLOCATE`: statements about the session itself.
enum SessionStatement {
    /// The parameters that are kept and shown but do nothing here.
    private static let unenforced: [String: String] = {
        let timeouts = ["statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"]
        return Dictionary(uniqueKeysWithValues: timeouts.map { ($0, "shown, but no statement or session is timed") })
    }()

    /// The result; nil when `node` is no such statement.
    static func run(_ node: Node, _ session: SessionState, _ store: Store) throws -> StatementResult? {
        switch node.kind {
        case PG_QUERY__NODE__NODE_VARIABLE_SET_STMT:
            let name = text(node.pointee.variable_set_stmt.pointee.name).lowercased()
            if let gap = unenforced[name] { store.touch("SET \(name)", .approximate(gap)) }
            return try set(node.pointee.variable_set_stmt, session)
        case PG_QUERY__NODE__NODE_VARIABLE_SHOW_STMT:
            return try show(text(node.pointee.variable_show_stmt.pointee.name), session)
        case PG_QUERY__NODE__NODE_DISCARD_STMT:
            session.settings.resetAll()
            session.prepared = [:]
            return StatementResult(tag: "DISCARD ALL")
        case PG_QUERY__NODE__NODE_DEALLOCATE_STMT:
            let name = text(node.pointee.deallocate_stmt.pointee.name)
            if name.isEmpty {
                session.prepared = [:]
            } else if session.prepared.removeValue(forKey: name) == nil {
                throw PostgresError.noPreparedStatement(name)
            }
            return StatementResult(tag: name.isEmpty ? "DEALLOCATE ALL" : "DEALLOCATE")
        default: return nil
        }
    }

    /// The columns of a statement that is only described.
    static func columns(_ node: Node, _ session: SessionState) -> [StatementResult.Column]? {
        guard node.kind == PG_QUERY__NODE__NODE_VARIABLE_SHOW_STMT else { return nil }
        return (try? show(text(node.pointee.variable_show_stmt.pointee.name), session))?.columns
    }

    private static func show(_ name: String, _ session: SessionState) throws -> StatementResult {
        if name == "all" {
            let columns = ["name", "setting", "description"].map {
                StatementResult.Column(name: $0, type: TypeRef(TypeOID.text))
            }
            let rows = try Settings.parameters.map {
                [SQLiteValue.text($0.display), .text(try session.settings.value($0.name)), .text($0.description)]
            }
            return StatementResult(columns: columns, rows: rows, tag: "SHOW")
        }
        var value = try session.settings.value(name)
        if name == "transaction_read_only" { value = session.isReadOnly ? "on" : "off" }
        if name == "session_authorization" { value = session.user.name }
        let display = Settings.byName[name.lowercased()]?.display ?? name
        return StatementResult(
            columns: [.init(name: display, type: TypeRef(TypeOID.text))], rows: [[.text(value)]], tag: "SHOW")
    }

    private static func set(_ node: UnsafeMutablePointer<PgQuery__VariableSetStmt>, _ session: SessionState) throws
        -> StatementResult
    {
        let name = text(node.pointee.name)
        let isReset =
            node.pointee.kind == PG_QUERY__VARIABLE_SET_KIND__VAR_RESET
            || node.pointee.kind == PG_QUERY__VARIABLE_SET_KIND__VAR_RESET_ALL
        var result = StatementResult(tag: isReset ? "RESET" : "SET")
        if node.pointee.is_local != 0, session.transaction == .none {
            var notice = PostgresError("25P01", "SET LOCAL can only be used in transaction blocks")
            notice.severity = "WARNING"
            result.notices = [notice]
            return result
        }
        if node.pointee.is_local != 0 { throw PostgresError.unsupported("SET LOCAL is not supported") }
        switch node.pointee.kind {
        case PG_QUERY__VARIABLE_SET_KIND__VAR_RESET_ALL: session.settings.resetAll()
        case PG_QUERY__VARIABLE_SET_KIND__VAR_RESET, PG_QUERY__VARIABLE_SET_KIND__VAR_SET_DEFAULT:
            try session.settings.reset(name)
        case PG_QUERY__VARIABLE_SET_KIND__VAR_SET_MULTI:
            try multi(name, nodes(node.pointee.n_args, node.pointee.args), session)
        default:
            let values = nodes(node.pointee.n_args, node.pointee.args).map(Self.value)
            let isList = name == "search_path" || name == "datestyle"
            try session.settings.set(
                name,
                to: isList
                    ? values.map { name == "search_path" ? QualifiedName.quoted($0) : $0 }.joined(separator: ", ")
                    : values.first ?? "")
        }
        if let parameter = Settings.byName[name.lowercased()], parameter.isReported {
            result.changedSettings = [(parameter.display, try session.settings.value(name))]
        }
        return result
    }

    private static func value(_ node: Node) -> String {
        guard node.kind == PG_QUERY__NODE__NODE_A_CONST, let constant = node.pointee.a_const else { return "" }
        switch constant.pointee.val_case {
        case PG_QUERY__A__CONST__VAL_SVAL: return text(constant.pointee.sval.pointee.sval)
        case PG_QUERY__A__CONST__VAL_FVAL: return text(constant.pointee.fval.pointee.fval)
        case PG_QUERY__A__CONST__VAL_BOOLVAL: return constant.pointee.boolval.pointee.boolval != 0 ? "on" : "off"
        case PG_QUERY__A__CONST__VAL_IVAL: return String(constant.pointee.ival.pointee.ival)
        default: return "0"
        }
    }

    /// `SET TRANSACTION` and `SET SESSION CHARACTERISTICS`.
    private static func multi(_ name: String, _ options: [Node], _ session: SessionState) throws {
        for option in options {
            guard let element = option.pointee.def_elem, let argument = element.pointee.arg else { continue }
            let isReadOnly = text(element.pointee.defname) == "transaction_read_only"
            guard isReadOnly || text(element.pointee.defname) == "transaction_isolation" else { continue }
            let raw = value(argument)
            if isReadOnly {
                let on = raw != "0" && raw != "off"
                if name == "TRANSACTION" {
                    session.isReadOnlyTransaction = on
                } else {
                    try session.settings.set("default_transaction_read_only", to: on ? "on" : "off")
                }
            } else if raw != "read committed" {
                throw PostgresError.unsupported(
                    "SET TRANSACTION ISOLATION LEVEL is supported as an option of BEGIN only")
            }
        }
    }
}
