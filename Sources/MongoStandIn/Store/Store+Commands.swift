import Determinism
import SQLiteStore

/// Running commands over the store: outside of transactions, within one, and again after a lost reply.
extension Store {
    typealias Body = @Sendable (Store, Invocation) throws -> BSONDocument

    func perform(_ command: Command, _ body: Body, _ invocation: Invocation) throws -> BSONDocument {
        try expireIfDue()
        transactions.expire(now: clock.now)
        let endsTransaction = command.name == "commitTransaction" || command.name == "abortTransaction"
        if invocation.isInTransaction, !endsTransaction { return try performInTransaction(command, body, invocation) }
        if let reply = try earlierReply(to: invocation) { return reply }
        return try transaction {
            let reply = try body(self, invocation)
            if command.access == .write, !endsTransaction { try keep(reply, of: invocation) }
            return reply
        }
    }

    // MARK: - Retryable writes

    /// A write that was done already is not done again: the reply is the one of then.
    private func earlierReply(to invocation: Invocation) throws -> BSONDocument? {
        guard let session = invocation.session, let number = invocation.transactionNumber, !invocation.isInTransaction
        else {
            return nil
        }
        let rows = try connection.rows("select number, reply from committed_write where session = ?", [.blob(session)])
        guard let row = rows.first, let last = row[0].integer, let reply = row[1].blob else { return nil }
        if last > number {
            throw MongoError(
                .transactionTooOld,
                "Retryable write with txnNumber \(number) is prohibited on session because a newer retryable write with txnNumber \(last) has already started on this session."
            )
        }
        return last == number ? try BSONDecoder.document(from: reply) : nil
    }

    private func keep(_ reply: BSONDocument, of invocation: Invocation) throws {
        guard let session = invocation.session, let number = invocation.transactionNumber, !invocation.isInTransaction
        else {
            return
        }
        try connection.run(
            "insert or replace into committed_write (session, number, reply) values (?, ?, ?)",
            [.blob(session), .integer(number), .blob(reply.bytes)])
    }

    // MARK: - Multi-document transactions

    /// Undoes the SQLite transaction of a statement that succeeded.
    private struct Undo: Error {
        var reply: BSONDocument
    }

    private func performInTransaction(_ command: Command, _ body: Body, _ invocation: Invocation) throws -> BSONDocument
    {
        if invocation.flag("startTransaction"), let session = invocation.session,
            let number = invocation.transactionNumber
        {
            if let last = transactions[session], last.number >= number {
                throw MongoError(
                    .conflictingOperationInProgress,
                    "Cannot start a transaction at given transaction number \(number) a transaction with the same number is in state \(last.state)"
                )
            }
            transactions.start(number, session: session, now: clock.now)
        }
        let session = try transactionSession(of: invocation, mayBeCommitted: false)
        guard command.isTransactional else {
            transactions.finish(.aborted, session: session)
            throw MongoError(
                .operationNotSupportedInTransaction, "Cannot run '\(invocation.name)' in a multi-document transaction.")
        }
        do {
            return try transaction { () throws -> BSONDocument in
                try apply(transactions[session]?.writes ?? [])
                transactions.beginStatement(session)
                throw Undo(reply: try body(self, invocation))
            }
        } catch let undo as Undo {
            transactions.endStatement(session, keeps: true)
            return undo.reply
        } catch {
            transactions.endStatement(session, keeps: false)
            transactions.finish(.aborted, session: session)
            throw error
        }
    }

    /// The session whose transaction the command belongs to.
    ///
    /// - Throws: `MongoError` NoSuchTransaction when it has none in progress.
    func transactionSession(of invocation: Invocation, mayBeCommitted: Bool) throws -> [UInt8] {
        let number = invocation.transactionNumber ?? -1
        guard let session = invocation.session, let current = transactions[session], current.number == number else {
            let active = invocation.session.flatMap { transactions[$0]?.number } ?? -1
            throw MongoError(
                .noSuchTransaction,
                "Given transaction number \(number) does not match any in-progress transactions. The active transaction number is \(active)",
                labels: ["TransientTransactionError"])
        }
        switch current.state {
        case .inProgress: return session
        case .committed where mayBeCommitted: return session
        case .committed:
            throw MongoError(.transactionCommitted, "Transaction with { txnNumber: \(number) } has been committed.")
        case .aborted:
            throw MongoError(
                .noSuchTransaction, "Transaction with { txnNumber: \(number) } has been aborted.",
                labels: ["TransientTransactionError"])
        }
    }

    /// Does the writes of a transaction to the tables.
    func apply(_ writes: [DocumentWrite]) throws {
        transactions.isReplaying = true
        defer { transactions.isReplaying = false }
        for write in writes {
            switch write {
            case .put(let namespace, let key, let document):
                let collection = try collectionForWriting(namespace)
                if let stored = try stored(key: key, in: collection) {
                    try replace(stored, by: document, in: collection, checked: false)
                } else {
                    try insert(document, into: collection, checked: false)
                }
            case .remove(let namespace, let key):
                guard let collection = collection(namespace), let stored = try stored(key: key, in: collection) else {
                    continue
                }
                try remove(stored, from: collection)
            }
        }
    }
}
