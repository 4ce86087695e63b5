import Determinism

/// One change of one document, as a transaction keeps it.
enum DocumentWrite {
    case put(Namespace, key: [UInt8], BSONDocument)
    case remove(Namespace, key: [UInt8])

    var place: DocumentPlace {
        switch self {
        case .put(let namespace, let key, _), .remove(let namespace, let key):
            DocumentPlace(namespace: namespace, key: key)
        }
    }
}

/// A document by its collection and `_id`.
struct DocumentPlace: Hashable {
    var namespace: Namespace
    var key: [UInt8]
}

/// The multi-document transactions that are open, each with the writes it will do when it commits.
///
/// A statement of a transaction runs over the committed data with the transaction's own writes applied, and is then
/// rolled back; committing applies the writes for good. So nobody sees what is not committed, a crash leaves nothing
/// behind, and the first writer of a document wins: https://www.mongodb.com/docs/manual/core/transactions/
struct TransactionTable {
    struct Transaction {
        enum State { case inProgress, committed, aborted }

        var number: Int64
        var state = State.inProgress
        var writes: [DocumentWrite] = []
        var places: Set<DocumentPlace> = []
        var startedAt: UInt64
        /// After this the transaction is aborted.
        var deadline: Timestamp
    }

    /// By the session's id.
    private(set) var transactions: [[UInt8]: Transaction] = [:]
    /// When documents were last written, counted in writes; kept only while transactions are open.
    private var lastWritten: [DocumentPlace: UInt64] = [:]
    private var sequence: UInt64 = 0
    /// The session whose statement is running.
    private(set) var running: [UInt8]?
    private var recorded: [DocumentWrite] = []
    /// Applying known writes again is not a new write.
    var isReplaying = false

    subscript(session: [UInt8]) -> Transaction? { transactions[session] }

    mutating func start(_ number: Int64, session: [UInt8], now: Timestamp) {
        transactions[session] = Transaction(
            number: number, startedAt: sequence, deadline: now + Self.lifetime)
    }

    /// `transactionLifetimeLimitSeconds`: what a client leaves behind does not hold documents for ever.
    private static let lifetime = Duration.seconds(60)

    mutating func expire(now: Timestamp) {
        for (session, transaction) in transactions where transaction.state == .inProgress && transaction.deadline < now
        {
            finish(.aborted, session: session)
        }
    }

    mutating func finish(_ state: Transaction.State, session: [UInt8]) {
        transactions[session]?.state = state
        transactions[session]?.writes = []
        transactions[session]?.places = []
        if !transactions.values.contains(where: { $0.state == .inProgress }) { lastWritten = [:] }
    }

    mutating func forget(_ session: [UInt8]) {
        transactions[session] = nil
    }

    // MARK: - A statement

    mutating func beginStatement(_ session: [UInt8]) {
        running = session
        recorded = []
    }

    /// - Parameter keeps: whether the statement's writes become the transaction's.
    mutating func endStatement(_ session: [UInt8], keeps: Bool) {
        running = nil
        guard keeps else { return }
        transactions[session]?.writes += recorded
        transactions[session]?.places.formUnion(recorded.map(\.place))
    }

    // MARK: - Writes

    /// - Throws: `MongoError` WriteConflict when another transaction has written the document.
    func willWrite(_ namespace: Namespace, _ key: [UInt8]) throws {
        if isReplaying || transactions.isEmpty { return }
        let place = DocumentPlace(namespace: namespace, key: key)
        let isHeld = transactions.contains { session, transaction in
            session != running && transaction.state == .inProgress && transaction.places.contains(place)
        }
        let isNewer = running.flatMap { transactions[$0] }.map { (lastWritten[place] ?? 0) > $0.startedAt } ?? false
        guard isHeld || isNewer else { return }
        throw MongoError(
            .writeConflict,
            "Caused by :: Write conflict during plan execution and yielding is disabled. :: Please retry your operation or multi-document transaction.",
            labels: running == nil ? [] : ["TransientTransactionError"])
    }

    mutating func didWrite(_ write: DocumentWrite) {
        if isReplaying { return }
        if running != nil {
            recorded.append(write)
            return
        }
        noteCommitted(write.place)
    }

    mutating func noteCommitted(_ place: DocumentPlace) {
        guard transactions.values.contains(where: { $0.state == .inProgress }) else { return }
        sequence += 1
        lastWritten[place] = sequence
    }
}
