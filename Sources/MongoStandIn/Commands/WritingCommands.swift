import Fidelity

/// Commands that change documents. Each statement of a batch stands alone: an error is reported for its index, and ends
/// the batch when it is ordered.
extension CommandTable {
    static let writing: [Command] = [
        Command("insert", "adds documents", access: .write, isTransactional: true, .store(insert)),
        Command(
            "update", "changes documents",
            .approximate("collation is refused; hints are checked and do not change the plan"),
            access: .write, isTransactional: true, .store(update)),
        Command(
            "delete", "removes documents",
            .approximate("collation is refused; hints are checked and do not change the plan"),
            access: .write, isTransactional: true, .store(delete)),
        Command(
            "findAndModify", aliases: ["findandmodify"], "changes one document and returns it",
            .approximate("collation is refused; hints are checked and do not change the plan"), access: .write,
            isTransactional: true,
            .store(findAndModify)),
    ]

    private static let batchLimit = 100_000

    private static func statements(_ field: String, _ invocation: Invocation) throws -> [BSONDocument] {
        guard let statements = try invocation.documents(field) else {
            throw MongoError.missingField("\(invocation.name).\(field)")
        }
        guard (1...batchLimit).contains(statements.count) else {
            throw MongoError(
                .invalidLength,
                "Write batch sizes must be between 1 and \(batchLimit). Got \(statements.count) operations.")
        }
        let known = statementFields[field] ?? []
        if !known.isEmpty {
            for statement in statements { try CommandFields.check(statement, "\(invocation.name).\(field)", known) }
        }
        return statements
    }

    /// The fields of a batch's statements; documents to insert may have any. One that is unknown fails the command
    /// before anything is done.
    private static let statementFields: [String: Set<String>] = [
        "updates": ["q", "u", "c", "multi", "upsert", "arrayFilters", "hint", "collation"],
        "deletes": ["q", "limit", "hint", "collation"],
    ]

    /// Runs the statements in turn; in a multi-document transaction the first error ends all.
    private static func runEach(
        _ statements: [BSONDocument], _ invocation: Invocation, _ store: Store,
        _ body: (Int, BSONDocument) throws -> Void
    ) throws -> [BSONValue] {
        var errors: [BSONValue] = []
        let isOrdered = invocation.command["ordered"]?.isTruthy ?? true
        for (index, statement) in statements.enumerated() {
            do { try body(index, statement) } catch let error as MongoError {
                if let feature = error.missingFeature { store.noteMissing(feature) }
                if error.code == .writeConflict || (invocation.isInTransaction && error.code != .duplicateKey) {
                    throw error
                }
                errors.append(error.writeError(at: index))
                if isOrdered { break }
            }
        }
        return errors
    }

    private static let insert: @Sendable (Store, Invocation) throws -> BSONDocument = { store, invocation in
        let namespace = try invocation.namespace()
        let documents = try statements("documents", invocation)
        let collection = try store.collectionForWriting(namespace)
        var inserted = 0
        let checked = !invocation.flag("bypassDocumentValidation")
        let errors = try runEach(documents, invocation, store) { _, document in
            try store.insert(document.fillingTimestamps(store), into: collection, checked: checked)
            inserted += 1
        }
        var reply: BSONDocument = ["n": .integer(inserted)]
        if !errors.isEmpty { reply.append("writeErrors", .array(errors)) }
        return reply
    }

    private static let update: @Sendable (Store, Invocation) throws -> BSONDocument = { store, invocation in
        let namespace = try invocation.namespace()
        var (matched, modified) = (0, 0)
        var upserted: [BSONValue] = []
        let errors = try runEach(try statements("updates", invocation), invocation, store) { index, statement in
            let outcome = try UpdateStatement(statement, invocation, store).run(in: namespace, store)
            matched += outcome.matched
            modified += outcome.modified
            if let id = outcome.upserted { upserted.append(["index": .integer(index), "_id": id]) }
        }
        var reply: BSONDocument = ["n": .integer(matched + upserted.count)]
        if !upserted.isEmpty { reply.append("upserted", .array(upserted)) }
        reply.append("nModified", .integer(modified))
        if !errors.isEmpty { reply.append("writeErrors", .array(errors)) }
        return reply
    }

    private static let delete: @Sendable (Store, Invocation) throws -> BSONDocument = { store, invocation in
        let namespace = try invocation.namespace()
        let variables = try invocation.variables(store)
        var removed = 0
        let errors = try runEach(try statements("deletes", invocation), invocation, store) { _, statement in
            guard let query = statement["q"]?.document else { throw MongoError.missingField("delete.deletes.q") }
            guard let limit = statement["limit"]?.integer else { throw MongoError.missingField("delete.deletes.limit") }
            guard limit == 0 || limit == 1 else {
                throw MongoError(.failedToParse, "The limit field in delete objects must be 0 or 1. Got \(limit)")
            }
            try refuseCollation(statement)
            let filter = try FilterParser.filter(query, names: Set(variables.bound.map(\.name)))
            guard let collection = store.collection(namespace) else { return }
            var found: [Store.Stored] = []
            let hint = try Hint(statement["hint"], in: collection)
            try store.scan(collection, query, filter, variables, hint: hint) { stored, _ in
                found.append(stored)
                return limit == 0
            }
            for stored in found {
                try store.remove(stored, from: collection)
                removed += 1
            }
        }
        var reply: BSONDocument = ["n": .integer(removed)]
        if !errors.isEmpty { reply.append("writeErrors", .array(errors)) }
        return reply
    }

    static func refuseCollation(_ statement: BSONDocument) throws {
        if let collation = statement["collation"]?.document, collation["locale"]?.string != "simple" {
            throw MongoError.unsupported("collation")
        }
    }

    private static let findAndModify: @Sendable (Store, Invocation) throws -> BSONDocument = { store, invocation in
        let namespace = try invocation.namespace()
        try refuseCollation(invocation.command)
        let removes = invocation.flag("remove")
        let change = invocation.command["update"]
        let returnsNew = invocation.flag("new")
        if removes, change != nil { throw MongoError(.failedToParse, "Cannot specify both an update and remove=true") }
        if removes, invocation.flag("upsert") {
            throw MongoError(.failedToParse, "Cannot specify both upsert=true and remove=true")
        }
        if removes, returnsNew {
            throw MongoError(
                .failedToParse,
                "Cannot specify both new=true and remove=true; 'remove' always returns the deleted document")
        }
        guard removes || change != nil else {
            throw MongoError(.failedToParse, "Either an update or remove=true must be specified")
        }
        let query = try invocation.document("query") ?? [:]
        let variables = try invocation.variables(store)
        let order = try SortOrder((try invocation.document("sort") ?? [:]).withoutNatural)
        let fields = try invocation.document("fields").flatMap { $0.isEmpty ? nil : try Projection($0, forFind: true) }
        let filter = try FilterParser.filter(query, names: Set(variables.bound.map(\.name)))
        var found: [(stored: Store.Stored, position: Int?)] = []
        if let collection = store.collection(namespace) {
            let hint = try Hint(invocation.command["hint"], in: collection)
            try store.scan(collection, query, filter, variables, hint: hint) { stored, position in
                found.append((stored, position))
                return !order.isEmpty
            }
        }
        let first = order.sorted(found) { $0.stored.document }.first
        func shown(_ document: BSONDocument) throws -> BSONValue {
            .document(try fields?.apply(to: document, variables, position: first?.position) ?? document)
        }
        if removes {
            guard let first, let collection = store.collection(namespace) else {
                return ["lastErrorObject": ["n": 0], "value": .null]
            }
            try store.remove(first.stored, from: collection)
            return ["lastErrorObject": ["n": 1], "value": try shown(first.stored.document)]
        }
        let statement = try UpdateStatement(
            [
                "q": .document(query), "u": change ?? [:], "upsert": .bool(invocation.flag("upsert")),
                "arrayFilters": invocation.command["arrayFilters"] ?? [],
            ], invocation, store)
        if let first {
            let updated = try statement.change(
                first.stored, first.position, in: try store.collectionForWriting(namespace), store)
            return [
                "lastErrorObject": ["n": 1, "updatedExisting": true],
                "value": try shown(returnsNew ? updated.document : first.stored.document),
            ]
        }
        guard invocation.flag("upsert") else {
            return ["lastErrorObject": ["n": 0, "updatedExisting": false], "value": .null]
        }
        let inserted = try statement.upsert(in: try store.collectionForWriting(namespace), store)
        return [
            "lastErrorObject": ["n": 1, "updatedExisting": false, "upserted": inserted["_id"] ?? .null],
            "value": returnsNew ? try shown(inserted) : .null,
        ]
    }
}

extension BSONDocument {
    /// An empty timestamp at the top level becomes the server's time.
    fileprivate func fillingTimestamps(_ store: Store) -> BSONDocument {
        guard elements.contains(where: { $0.value == .timestamp(seconds: 0, increment: 0) && $0.key != "_id" }) else {
            return self
        }
        return BSONDocument(
            elements.map { element in
                guard element.value == .timestamp(seconds: 0, increment: 0), element.key != "_id" else {
                    return element
                }
                return Element(key: element.key, value: store.operationTime())
            })
    }
}
