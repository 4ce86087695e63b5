/// One statement of the `update` command: which documents, what becomes of them, and whether one is made.
struct UpdateStatement {
    private let query: BSONDocument
    private let filter: Filter
    private let update: Update
    private let isMulti: Bool
    private let isUpsert: Bool
    private let variables: Variables
    private let isChecked: Bool
    private let hint: BSONValue?

    init(_ statement: BSONDocument, _ invocation: Invocation, _ store: Store) throws {
        guard let query = statement["q"]?.document else { throw MongoError.missingField("update.updates.q") }
        guard let change = statement["u"] else { throw MongoError.missingField("update.updates.u") }
        try CommandTable.refuseCollation(statement)
        hint = statement["hint"]
        var variables = try invocation.variables(store)
        let scope = Scope(root: [:], variables: variables)
        for element in statement["c"]?.document?.elements ?? [] {
            variables.bound.append((element.key, try ExpressionParser().expression(element.value).evaluate(scope)))
        }
        self.query = query
        self.variables = variables
        let names = variables.bound.map(\.name)
        filter = try FilterParser.filter(query, names: Set(names))
        let filters = (statement["arrayFilters"]?.array ?? []).compactMap(\.document)
        update = try Update(change, arrayFilters: filters, names: Set(names))
        isMulti = statement["multi"]?.isTruthy ?? false
        isUpsert = statement["upsert"]?.isTruthy ?? false
        isChecked = !invocation.flag("bypassDocumentValidation")
        if isMulti, update.isReplacement {
            throw MongoError(.failedToParse, "multi update is not supported for replacement-style update")
        }
    }

    struct Outcome {
        var matched = 0
        var modified = 0
        var upserted: BSONValue?
    }

    func run(in namespace: Namespace, _ store: Store) throws -> Outcome {
        var outcome = Outcome()
        var found: [(Store.Stored, Int?)] = []
        if let collection = store.collection(namespace) {
            if collection.view != nil { _ = try store.collectionForWriting(namespace) }
            try store.scan(collection, query, filter, variables, hint: Hint(hint, in: collection)) { stored, position in
                found.append((stored, position))
                return isMulti
            }
            for (stored, position) in found {
                let isModified = try change(stored, position, in: collection, store).isModified
                outcome.matched += 1
                if isModified { outcome.modified += 1 }
            }
        }
        if found.isEmpty, isUpsert {
            outcome.upserted = try upsert(in: try store.collectionForWriting(namespace), store)["_id"] ?? .null
        }
        return outcome
    }

    func change(_ stored: Store.Stored, _ position: Int?, in collection: StoredCollection, _ store: Store) throws
        -> (document: BSONDocument, isModified: Bool)
    {
        let updated = try update.apply(to: stored.document, position: position, inserting: false, variables, store)
        guard updated.bytes != stored.document.bytes else { return (updated, false) }
        try store.replace(stored, by: updated, in: collection, checked: isChecked)
        return (updated, true)
    }

    /// The document that is made of the query's equalities and the update.
    func upsert(in collection: StoredCollection, _ store: Store) throws -> BSONDocument {
        var base = BSONDocument()
        if update.isReplacement {
            if let id = Self.equalities(of: query)["_id"] { base["_id"] = id }
        } else {
            for element in Self.equalities(of: query).elements {
                let path = try FieldPath(element.key)
                if path.parts.contains(where: { $0.first == "$" }) { continue }
                base = base.setting(element.value, at: path.parts[...])
            }
        }
        let document = try update.apply(to: base, position: nil, inserting: true, variables, store)
        return try store.insert(document, into: collection, checked: isChecked)
    }

    /// The fields that the query fixes to one value, at the top level, in `$and`, and in `$or` and `$in` of one.
    private static func equalities(of query: BSONDocument) -> BSONDocument {
        var fields = BSONDocument()
        for element in query.elements {
            switch (element.key, element.value) {
            case ("$and", .array(let parts)):
                for part in parts { fields.elements += equalities(of: part.document ?? [:]).elements }
            case ("$or", .array(let parts)) where parts.count == 1:
                fields.elements += equalities(of: parts[0].document ?? [:]).elements
            case (let key, _) where key.first == "$": continue
            case (_, .document(let operators)) where operators.first?.key.first == "$" && !operators.isReference:
                if let value = operators["$eq"] { fields.append(element.key, value) }
                if let values = operators["$in"]?.array, values.count == 1 { fields.append(element.key, values[0]) }
                if let values = operators["$all"]?.array, values.count == 1, values[0].document == nil {
                    fields.append(element.key, values[0])
                }
            case (_, .regex): continue
            default: fields.append(element.key, element.value)
            }
        }
        return fields
    }
}
