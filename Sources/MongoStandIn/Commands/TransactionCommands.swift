import Fidelity

/// https://www.mongodb.com/docs/manual/core/transactions/
extension CommandTable {
    static let transactions: [Command] = [
        Command(
            "commitTransaction", "makes a transaction's writes permanent",
            .approximate("statements see what is committed when they run, not a snapshot"), access: .write,
            .store { store, invocation in
                let session = try store.transactionSession(of: invocation, mayBeCommitted: true)
                guard let transaction = store.transactions[session] else { return [:] }
                if transaction.state == .committed { return [:] }
                do {
                    try store.apply(transaction.writes)
                } catch {
                    store.transactions.finish(.aborted, session: session)
                    throw error
                }
                store.transactions.finish(.committed, session: session)
                for write in transaction.writes { store.transactions.noteCommitted(write.place) }
                return [:]
            }),
        Command(
            "abortTransaction", "forgets a transaction's writes", access: .write,
            .store { store, invocation in
                let session = try store.transactionSession(of: invocation, mayBeCommitted: false)
                store.transactions.finish(.aborted, session: session)
                return [:]
            }),
    ]
}
