/// What an update statement does to one document: operators, a replacement, or a pipeline.
///
/// https://www.mongodb.com/docs/manual/reference/operator/update/
struct Update {
    private enum Kind {
        case replacement(BSONDocument)
        case operators([UpdateOperation])
        case pipeline(Pipeline)
    }

    private let kind: Kind
    private let arrayFilters: ArrayFilters

    init(_ value: BSONValue, arrayFilters: [BSONDocument] = [], names: Set<String> = []) throws {
        self.arrayFilters = try ArrayFilters(arrayFilters)
        switch value {
        case .array(let stages):
            let allowed = ["$addFields", "$set", "$project", "$unset", "$replaceRoot", "$replaceWith"]
            for stage in stages {
                guard let name = stage.document?.first?.key, !allowed.contains(name) else { continue }
                throw MongoError(.invalidOptions, "\(name) is not allowed to be used within an update")
            }
            kind = .pipeline(try Pipeline(stages, names: names))
        case .document(let document) where document.first?.key.first == "$":
            kind = .operators(try UpdateParser.operations(document, filters: self.arrayFilters))
        case .document(let document): kind = .replacement(document)
        default:
            throw MongoError(.failedToParse, "Update argument must be either an object or an array")
        }
    }

    var isReplacement: Bool { if case .replacement = kind { true } else { false } }

    /// The updated document.
    ///
    /// - Parameters:
    ///   - position: where the query matched in an array, for the positional `$`.
    ///   - inserting: the document is new, by an upsert.
    func apply(
        to document: BSONDocument, position: Int?, inserting: Bool, _ variables: Variables, _ store: Store?
    ) throws -> BSONDocument {
        var updated: BSONDocument
        switch kind {
        case .replacement(let replacement):
            updated = replacement
            if updated["_id"] == nil, let id = document["_id"] {
                updated.elements.insert(BSONDocument.Element(key: "_id", value: id), at: 0)
            }
        case .pipeline(let pipeline):
            var context = PipelineContext(store: store, database: "", variables: variables)
            updated = try pipeline.run([document], &context).first ?? [:]
            if updated["_id"] == nil, let id = document["_id"] {
                updated.elements.insert(BSONDocument.Element(key: "_id", value: id), at: 0)
            }
        case .operators(let operations):
            updated = document
            let context = UpdateContext(
                position: position, inserting: inserting, filters: arrayFilters, now: variables.now, id: document["_id"]
            )
            for operation in operations { try operation.apply(to: &updated, context) }
        }
        try Self.checkID(of: updated, was: document["_id"], isReplacement: isReplacement)
        return updated
    }

    private static func checkID(of updated: BSONDocument, was old: BSONValue?, isReplacement: Bool) throws {
        guard let old else { return }
        guard let new = updated["_id"] else {
            throw MongoError(
                .immutableField, "Performing an update on the path '_id' would modify the immutable field '_id'")
        }
        guard !BSONValue.areEqual(old, new) else { return }
        throw MongoError(
            .immutableField,
            isReplacement
                ? "After applying the update, the (immutable) field '_id' was found to have been altered to _id: \(new.shellText)"
                : "Performing an update on the path '_id' would modify the immutable field '_id'")
    }
}
