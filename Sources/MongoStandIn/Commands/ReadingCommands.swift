import Determinism
import Fidelity

/// Commands that read documents.
extension CommandTable {
    static let reading: [Command] = [
        Command(
            "find", "documents that match",
            .approximate(
                "collation, tailable cursors and text scores are refused; hints are checked and do not change the plan"),
            isTransactional: true, .store(find)),
        Command("getMore", "the next batch of a cursor", isTransactional: true, .store(getMore)),
        Command(
            "killCursors", "closes cursors", isTransactional: true,
            .store { store, invocation in
                var killed: [BSONValue] = []
                var missing: [BSONValue] = []
                for id in invocation.command["cursors"]?.array ?? [] {
                    if store.cursors.close(id.integer ?? 0) { killed.append(id) } else { missing.append(id) }
                }
                return [
                    "cursorsKilled": .array(killed), "cursorsNotFound": .array(missing), "cursorsAlive": [],
                    "cursorsUnknown": [],
                ]
            }),
        Command(
            "count", "how many documents match", isTransactional: true,
            .store { store, invocation in
                try invocation.refuse("collation")
                let documents = try store.documents(
                    in: try invocation.namespace(), matching: try invocation.document("query") ?? [:], store.variables,
                    hint: invocation.command["hint"])
                let skip = try invocation.number("skip") ?? 0
                if skip < 0 {
                    throw MongoError(.location(51024), "BSON field 'skip' value must be >= 0, actual value '\(skip)'")
                }
                let limit = try invocation.number("limit").map { Int(clamping: $0.magnitude) } ?? 0
                let rest = documents.dropFirst(Int(clamping: skip))
                return ["n": .integer(limit == 0 ? rest.count : min(limit, rest.count))]
            }),
        Command(
            "distinct", "the different values of a field", isTransactional: true,
            .store { store, invocation in
                try invocation.refuse("collation")
                guard let key = invocation.command["key"] else { throw MongoError.missingField("distinct.key") }
                guard let field = key.string else {
                    throw MongoError.wrongType("distinct.key", is: key, expected: "string")
                }
                let documents = try store.documents(
                    in: try invocation.namespace(), matching: try invocation.document("query") ?? [:], store.variables)
                let path = try FieldPath(field).parts
                var seen: Set<[UInt8]> = []
                var values: [BSONValue] = []
                for document in documents {
                    var ignored: Int?
                    _ = document.anyValue(at: path[...], position: &ignored) { value, _ in
                        for value in value?.array ?? value.map({ [$0] }) ?? []
                        where seen.insert(OrderedKey.bytes(of: value)).inserted { values.append(value) }
                        return false
                    }
                }
                return ["values": .array(values.sorted { BSONValue.compare($0, $1) < 0 })]
            }),
        Command(
            "aggregate", "documents through a pipeline", .approximate("stages as listed below; collation is refused"),
            isTransactional: true, .store(aggregate)),
        Command(
            "explain", "how a query would run", .approximate("the winning plan's stage and index only"), .store(explain)
        ),
    ]

    private static let find: @Sendable (Store, Invocation) throws -> BSONDocument = { store, invocation in
        let namespace = try invocation.namespace()
        try invocation.refuse("collation", "min", "max")
        for option in ["tailable", "returnKey", "showRecordId"] where invocation.flag(option) {
            throw MongoError.unsupported("find \(option)")
        }
        if invocation.flag("awaitData") {
            throw MongoError(.failedToParse, "Cannot set 'awaitData' without also setting 'tailable'")
        }
        for field in ["skip", "limit", "batchSize"] {
            if let number = try invocation.number(field), number < 0 {
                throw MongoError(.location(51024), "BSON field '\(field)' value must be >= 0, actual value '\(number)'")
            }
        }
        let documents = try results(of: invocation, in: namespace, store)
        return try store.firstBatch(documents, invocation, namespace)
    }

    private static func results(of invocation: Invocation, in namespace: Namespace, _ store: Store) throws
        -> [BSONDocument]
    {
        let source = try invocation.document("filter") ?? [:]
        let variables = try invocation.variables(store)
        let filter = try FilterParser.filter(source, names: Set(variables.bound.map(\.name)))
        let order = try SortOrder((try invocation.document("sort") ?? [:]).withoutNatural)
        let projection = try invocation.document("projection").flatMap {
            $0.isEmpty ? nil : try Projection($0, forFind: true, names: Set(variables.bound.map(\.name)))
        }
        let skip = Int(clamping: try invocation.number("skip") ?? 0)
        let limit = Int(clamping: try invocation.number("limit") ?? 0)
        let isReversed = invocation.command["sort"]?.document?["$natural"]?.integer == -1
        var found: [(document: BSONDocument, position: Int?)] = []
        let enough = order.isEmpty && limit > 0 ? skip.addingReportingOverflow(limit).partialValue : .max
        if let collection = store.collection(namespace), collection.view == nil {
            let hint = try Hint(invocation.command["hint"], in: collection)
            let stopsEarly = !hint.isReversed && !isReversed
            try store.scan(collection, source, filter, variables, hint: hint) { stored, position in
                found.append((stored.document, position))
                return !stopsEarly || found.count < enough
            }
            if hint.isReversed { found.reverse() }
        } else {
            found = try store.documents(in: namespace, matching: source, variables).map { ($0, nil) }
        }
        if isReversed { found.reverse() }
        if !order.isEmpty { found = order.sorted(found) { $0.document } }
        let page = found.dropFirst(skip).prefix(limit == 0 ? .max : limit)
        guard let projection else { return page.map(\.document) }
        return try page.map { try projection.apply(to: $0.document, variables, position: $0.position) }
    }

    private static let getMore: @Sendable (Store, Invocation) throws -> BSONDocument = { store, invocation in
        guard let id = invocation.command.first?.value.integer else {
            throw MongoError.wrongType(
                "getMore.getMore", is: invocation.command.first?.value ?? .null, expected: "long")
        }
        guard var cursor = store.cursors[id] else { throw MongoError.cursorNotFound(id) }
        guard let name = invocation.command["collection"]?.string else {
            throw MongoError.missingField("getMore.collection")
        }
        guard name == cursor.namespace.collection, invocation.database == cursor.namespace.database else {
            throw MongoError(
                .unauthorized,
                "Requested getMore on namespace '\(invocation.database).\(name)', but cursor belongs to a different namespace \(cursor.namespace)"
            )
        }
        try cursor.check(session: invocation.session)
        if invocation.command["maxTimeMS"] != nil {
            throw MongoError(.badValue, "cannot set maxTimeMS on getMore command for a non-awaitData cursor")
        }
        let size = try invocation.number("batchSize")
        if let size, size < 0 {
            throw MongoError(.badValue, "BSON field 'batchSize' value must be >= 0, actual value '\(size)'")
        }
        let (batch, rest) = try CursorTable.batch(
            cursor.rest, count: size.flatMap { $0 == 0 ? nil : Int(clamping: $0) })
        if rest.isEmpty {
            _ = store.cursors.close(id)
        } else {
            cursor.rest = rest
            cursor.lastUsed = store.clock.now
            store.cursors.update(cursor)
        }
        return [
            "cursor": [
                "nextBatch": .array(batch.map(BSONValue.document)), "id": .int64(rest.isEmpty ? 0 : id),
                "ns": .string(cursor.namespace.description),
            ]
        ]
    }

    private static let aggregate: @Sendable (Store, Invocation) throws -> BSONDocument = { store, invocation in
        try invocation.refuse("collation")
        guard let stages = invocation.command["pipeline"] else { throw MongoError.missingField("aggregate.pipeline") }
        guard case .array(let values) = stages else {
            throw MongoError(.typeMismatch, "'pipeline' option must be specified as an array")
        }
        let explains = invocation.flag("explain")
        if invocation.command["cursor"] == nil, !explains {
            throw MongoError(
                .failedToParse, "The 'cursor' option is required, except for aggregate with the explain argument")
        }
        if let cursor = invocation.command["cursor"], cursor.document == nil {
            throw MongoError(.typeMismatch, "cursor field must be missing or an object")
        }
        try CommandFields.check(invocation.command["cursor"]?.document ?? [:], "cursor", ["batchSize"])
        let variables = try invocation.variables(store)
        let pipeline = try Pipeline(values, names: Set(variables.bound.map(\.name)))
        if pipeline.writes, invocation.command["readConcern"]?.document?["level"] == "linearizable" {
            throw MongoError(
                .invalidOptions, "\(pipeline.names.last ?? "") cannot be used with a 'linearizable' read concern")
        }
        if pipeline.writes, invocation.isInTransaction {
            throw MongoError(
                .operationNotSupportedInTransaction, "\(pipeline.names.last ?? "") cannot be used in a transaction")
        }
        var context = PipelineContext(store: store, database: invocation.database, variables: variables)
        let namespace: Namespace
        var documents: [BSONDocument] = []
        if invocation.command.first?.value.string == nil {
            namespace = .internalName(invocation.database, "$cmd.aggregate")
            guard pipeline.names.first == "$documents" else {
                throw MongoError(
                    .invalidNamespace,
                    "{aggregate: 1} is not valid for '\(pipeline.names.first ?? "")'; a collection is required.")
            }
        } else {
            namespace = try invocation.namespace()
            documents = try store.documents(
                in: namespace, matching: pipeline.leadingMatch ?? [:], variables, hint: invocation.command["hint"])
        }
        if explains { return ["stages": .array(values)] }
        return try store.firstBatch(try pipeline.run(documents, &context), invocation, namespace)
    }

    private static let explain: @Sendable (Store, Invocation) throws -> BSONDocument = { store, invocation in
        guard case .document(let command) = invocation.command.first?.value, let name = command.first?.value.string
        else {
            throw MongoError(.failedToParse, "explain needs a command")
        }
        let namespace = try Namespace(database: invocation.database, collection: name)
        let filter =
            command["filter"]?.document ?? command["query"]?.document
            ?? command["pipeline"]?.array?.first?.document?["$match"]?.document ?? [:]
        _ = try FilterParser.filter(filter)
        var plan: BSONDocument = ["stage": "EOF"]
        if let collection = store.collection(namespace), collection.view == nil {
            switch QueryPlan(for: filter, in: collection).access {
            case .collectionScan: plan = ["stage": "COLLSCAN", "filter": .document(filter), "direction": "forward"]
            case .id: plan = ["stage": "IDHACK"]
            case .index(let index, _):
                let scan: BSONDocument = [
                    "stage": "IXSCAN", "keyPattern": .document(index.keyPattern), "indexName": .string(index.name),
                    "isMultiKey": .bool(index.isMultikey),
                ]
                plan = ["stage": "FETCH", "inputStage": .document(scan)]
            }
        }
        return [
            "explainVersion": "1",
            "queryPlanner": [
                "namespace": .string(namespace.description), "parsedQuery": .document(filter),
                "winningPlan": .document(plan), "rejectedPlans": [],
            ], "command": .document(command),
        ]
    }
}

extension BSONDocument {
    /// A sort specification without `$natural`, which is the order of the scan.
    var withoutNatural: BSONDocument { BSONDocument(elements.filter { $0.key != "$natural" }) }
}

extension Store {
    /// The reply with the first documents and, when there are more, a cursor for the rest.
    func firstBatch(_ documents: [BSONDocument], _ invocation: Invocation, _ namespace: Namespace) throws
        -> BSONDocument
    {
        let given =
            try invocation.number("batchSize") ?? invocation.command["cursor"]?.document?["batchSize"]?.truncatedInteger
        if let given, given < 0 {
            throw MongoError(.location(51024), "BSON field 'batchSize' value must be >= 0, actual value '\(given)'")
        }
        let (batch, rest) = try CursorTable.batch(documents[...], count: Int(clamping: given ?? 101))
        var id: Int64 = 0
        // Even an empty rest is a cursor after a batch of none: the client has not been told that this is all.
        if !invocation.flag("singleBatch"), !rest.isEmpty || given == 0 {
            id = Int64(bitPattern: random.next() >> 1 | 1)
            cursors.open(rest, namespace, id: id, now: clock.now, session: invocation.session)
        }
        return [
            "cursor": [
                "firstBatch": .array(batch.map(BSONValue.document)), "id": .int64(id),
                "ns": .string(namespace.description),
            ]
        ]
    }
}
