import CPgQuery
import Fidelity
import SQLiteStore

/// `BEGIN`, `COMMIT`, `ROLLBACK`, `SAVEPOINT`: https://www.postgresql.org/docs/15/tutorial-transactions.html
enum TransactionStatement {
    /// Whether a failed transaction may run it.
    static func endsFailure(_ node: Node) -> Bool {
        guard node.kind == PG_QUERY__NODE__NODE_TRANSACTION_STMT else { return false }
        let kinds = [
            PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_COMMIT, PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_ROLLBACK,
            PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_ROLLBACK_TO,
        ]
        return kinds.contains(node.pointee.transaction_stmt.pointee.kind)
    }

    static func run(_ node: UnsafeMutablePointer<PgQuery__TransactionStmt>, _ session: SessionState, _ store: Store)
        throws -> StatementResult
    {
        let name = text(node.pointee.savepoint_name)
        switch node.pointee.kind {
        case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_BEGIN, PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_START:
            let tag =
                node.pointee.kind == PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_BEGIN ? "BEGIN" : "START TRANSACTION"
            guard session.transaction == .none else {
                return StatementResult(
                    tag: tag, notices: [warning("25001", "there is already a transaction in progress")])
            }
            session.settingsBefore = session.settings
            session.isReadOnlyTransaction = (try? session.settings.value("default_transaction_read_only")) == "on"
            session.transaction = .open
            try options(nodes(node.pointee.n_options, node.pointee.options), session, store)
            return StatementResult(tag: tag)
        case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_COMMIT:
            if session.transaction == .failed {
                store.rollback(session)
                return StatementResult(tag: "ROLLBACK")
            }
            let isOpen = session.transaction == .open
            try store.commit(session)
            return StatementResult(
                tag: "COMMIT", notices: isOpen ? [] : [warning("25P01", "there is no transaction in progress")])
        case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_ROLLBACK:
            let isOpen = session.transaction != .none
            store.rollback(session)
            return StatementResult(
                tag: "ROLLBACK", notices: isOpen ? [] : [warning("25P01", "there is no transaction in progress")])
        case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_SAVEPOINT:
            guard session.transaction == .open else { throw PostgresError.onlyInTransaction("SAVEPOINT") }
            let stored = "s\(session.savepoints.count + 1)"
            if session.isWriting { try store.writer.execute("savepoint \(stored)") }
            session.savepoints.append(.init(name: name, catalog: store.runtime.catalog, stored: stored))
            return StatementResult(tag: "SAVEPOINT")
        case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_RELEASE:
            guard session.transaction == .open else { throw PostgresError.onlyInTransaction("RELEASE SAVEPOINT") }
            guard let index = session.savepoints.lastIndex(where: { $0.name == name }) else {
                throw PostgresError.noSavepoint(name)
            }
            if session.isWriting { try store.writer.execute("release \(session.savepoints[index].stored)") }
            session.savepoints.removeSubrange(index...)
            return StatementResult(tag: "RELEASE")
        case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_ROLLBACK_TO:
            guard session.transaction != .none else { throw PostgresError.onlyInTransaction("ROLLBACK TO SAVEPOINT") }
            guard let index = session.savepoints.lastIndex(where: { $0.name == name }) else {
                throw PostgresError.noSavepoint(name)
            }
            let savepoint = session.savepoints[index]
            if session.isWriting {
                try store.writer.execute("rollback to \(savepoint.stored)")
                store.keep(savepoint.catalog)
            }
            session.savepoints.removeSubrange((index + 1)...)
            session.transaction = .open
            return StatementResult(tag: "ROLLBACK")
        default: throw PostgresError.unsupported("prepared transactions are not supported")
        }
    }

    private static func warning(_ code: String, _ text: String) -> PostgresError {
        var notice = PostgresError(code, text)
        notice.severity = "WARNING"
        return notice
    }

    /// `READ ONLY`, `ISOLATION LEVEL ...`: beyond READ COMMITTED the transaction takes the writer's place at once.
    private static func options(_ options: [Node], _ session: SessionState, _ store: Store) throws {
        for option in options {
            guard let element = option.pointee.def_elem, let argument = element.pointee.arg else { continue }
            let value = argument.kind == PG_QUERY__NODE__NODE_A_CONST ? argument.pointee.a_const : nil
            switch text(element.pointee.defname) {
            case "transaction_read_only":
                session.isReadOnlyTransaction =
                    value.map {
                        $0.pointee.val_case == PG_QUERY__A__CONST__VAL_IVAL && $0.pointee.ival.pointee.ival != 0
                    } ?? false
                try session.settings.set("transaction_read_only", to: session.isReadOnlyTransaction ? "on" : "off")
            case "transaction_isolation":
                let level = value.map { text($0.pointee.sval.pointee.sval) } ?? "read committed"
                try session.settings.set("transaction_isolation", to: level)
                if level == "repeatable read" || level == "serializable" {
                    store.touch(
                        "ISOLATION LEVEL \(level.uppercased())",
                        .approximate("one such transaction or writer at a time; nothing fails with 40001"))
                    do { try store.beginWriting(session) } catch {
                        session.transaction = .none
                        throw error
                    }
                }
            default: break
            }
        }
    }
}
