import Determinism
import SQLiteStore

/// The documents of one stand-in, on its database thread: collections, indexes, cursors, transactions.
///
/// Every command runs in one SQLite transaction, which is committed before the reply leaves.
final class Store {
    let connection: Connection
    let catalog: Catalog
    let clock: InstanceClock
    let random: SeededRandom
    let ids: ObjectIDSource
    var cursors = CursorTable()
    var transactions = TransactionTable()
    /// Rises with every command; stands in for the oplog's time within one second.
    private var increment: UInt32 = 0
    private var nextExpiry: Timestamp
    private var viewDepth = 0
    /// Tells the ledger of something that was wanted and is not there.
    let noteMissing: @Sendable (String) -> Void

    /// The largest document that can be stored.
    static let documentLimit = 16 * 1024 * 1024

    init(
        _ location: Connection.Location, clock: InstanceClock, random: SeededRandom,
        noteMissing: @escaping @Sendable (String) -> Void
    ) throws {
        self.noteMissing = noteMissing
        connection = try Connection(location)
        catalog = try Catalog(connection)
        self.clock = clock
        self.random = random
        ids = ObjectIDSource(clock: clock, random: random)
        nextExpiry = clock.now + .seconds(60)
    }

    func operationTime() -> BSONValue {
        increment &+= 1
        return .timestamp(seconds: UInt32(truncatingIfNeeded: clock.now.seconds), increment: increment)
    }

    var variables: Variables { Variables(now: clock.now, random: random) }

    /// Runs `body` in a SQLite transaction; what it changed is gone when it throws.
    func transaction<Result>(_ body: () throws -> Result) throws -> Result {
        do { return try connection.transaction(body) } catch {
            try catalog.load()
            throw error
        }
    }

    // MARK: - Collections

    func collection(_ namespace: Namespace) -> StoredCollection? { catalog.collections[namespace] }

    /// The collection, made now if it is missing.
    func collectionForWriting(_ namespace: Namespace) throws -> StoredCollection {
        if let collection = collection(namespace) {
            guard collection.view == nil else {
                throw MongoError(.commandNotSupportedOnView, "Namespace \(namespace) is a view, not a collection")
            }
            return collection
        }
        return try create(namespace, options: [:])
    }

    func create(_ namespace: Namespace, options: BSONDocument) throws -> StoredCollection {
        var uuid = random.bytes(16)
        uuid[6] = uuid[6] & 0x0F | 0x40
        uuid[8] = uuid[8] & 0x3F | 0x80
        return try catalog.create(namespace, options: options, uuid: uuid)
    }

    // MARK: - Reading

    /// One stored document and the row it is in.
    struct Stored {
        var record: Int64
        var document: BSONDocument
    }

    /// Every stored document that `filter` accepts, in the order of insertion, until `visit` returns false.
    ///
    /// - Parameter visit: also gets the place in an array at which the document matched.
    func scan(
        _ collection: StoredCollection, _ source: BSONDocument, _ filter: Filter, _ variables: Variables,
        hint: Hint = .none,
        _ visit: (Stored, Int?) throws -> Bool
    ) throws {
        let plan = QueryPlan(for: source, in: collection)
        try plan.records(of: collection, on: connection) { record, bytes in
            let document = try BSONDecoder.document(from: bytes)
            var position: Int?
            guard try filter.matches(document, variables, position: &position), try hint.reaches(document) else {
                return true
            }
            return try visit(Stored(record: record, document: document), position)
        }
    }

    /// The documents of a collection or view that match; none where there is no such collection.
    func documents(
        in namespace: Namespace, matching source: BSONDocument, _ variables: Variables, hint: BSONValue? = nil
    )
        throws -> [BSONDocument]
    {
        let filter = try FilterParser.filter(source, names: Set(variables.bound.map(\.name)))
        guard let collection = collection(namespace) else { return [] }
        if let view = collection.view {
            // Counted across everything that runs, since a view's pipeline can read views again, itself among them.
            guard viewDepth < 20 else {
                throw MongoError(.viewDepthLimitExceeded, "View depth too deep: \(namespace)")
            }
            viewDepth += 1
            defer { viewDepth -= 1 }
            let pipeline = try Pipeline(view.pipeline)
            let base = try Namespace(database: namespace.database, collection: view.source)
            var context = PipelineContext(store: self, database: namespace.database, variables: variables)
            let seen = try documents(
                in: base, matching: pipeline.leadingMatch ?? [:], variables)
            return try pipeline.run(seen, &context).filter { try filter.matches($0, variables) }
        }
        var found: [BSONDocument] = []
        try scan(collection, source, filter, variables, hint: Hint(hint, in: collection)) { stored, _ in
            found.append(stored.document)
            return true
        }
        return found
    }

    // MARK: - Expiry

    /// Removes what TTL indexes say is over; like the real server's monitor, once a minute of the instance's clock.
    func expireIfDue() throws {
        guard clock.now >= nextExpiry else { return }
        nextExpiry = clock.now + .seconds(60)
        try transaction {
            for namespace in catalog.collections.keys.sorted(by: { $0.description < $1.description }) {
                guard let collection = collection(namespace) else { continue }
                for index in collection.indexes { try expire(collection, index) }
            }
        }
    }

    private func expire(_ collection: StoredCollection, _ index: Index) throws {
        guard let seconds = index.expireAfterSeconds, index.paths.count == 1 else { return }
        let deadline = clock.now.milliseconds &- seconds.multipliedReportingOverflow(by: 1000).partialValue
        let rows = try connection.rows(
            "select distinct record from \(index.table) where key >= ? and key <= ?",
            [.blob(OrderedKey.bytes(of: .date(.min))), .blob(OrderedKey.bytes(of: .date(deadline)))])
        for row in rows {
            guard let record = row[0].integer, let stored = try stored(record, in: collection) else { continue }
            // A document that a transaction holds waits for the next round.
            do { try remove(stored, from: collection) } catch let error as MongoError where error.code == .writeConflict
            {}
        }
    }

    func stored(_ record: Int64, in collection: StoredCollection) throws -> Stored? {
        let rows = try connection.rows("select document from \(collection.table) where record = ?", [.integer(record)])
        return try rows.first?[0].blob.map { Stored(record: record, document: try BSONDecoder.document(from: $0)) }
    }
}
