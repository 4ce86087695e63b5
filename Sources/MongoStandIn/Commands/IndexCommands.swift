import Fidelity

/// https://www.mongodb.com/docs/manual/reference/command/createIndexes/
extension CommandTable {
    static let indexes: [Command] = [
        Command(
            "createIndexes", "makes indexes",
            .approximate("text, geospatial and wildcard indexes are refused; hashed ones are ordered"), access: .write,
            .store(createIndexes)),
        Command(
            "listIndexes", "the indexes of a collection",
            .store { store, invocation in
                let namespace = try invocation.namespace()
                guard let collection = store.collection(namespace) else {
                    throw MongoError(.namespaceNotFound, "ns does not exist: \(namespace)")
                }
                let own: BSONDocument = ["v": 2, "key": ["_id": 1], "name": "_id_"]
                let specs =
                    [own] + collection.indexes.map { index in BSONDocument([own.elements[0]] + index.spec.elements) }
                return try store.firstBatch(specs, invocation, namespace)
            }),
        Command(
            "dropIndexes", aliases: ["deleteIndexes"], "removes indexes", access: .write, .store(dropIndexes)),
    ]

    private static let options: Set<String> = [
        "key", "name", "unique", "sparse", "partialFilterExpression", "expireAfterSeconds", "background", "v", "hidden",
        "collation", "ns", "dropDups",
    ]

    private static let createIndexes: @Sendable (Store, Invocation) throws -> BSONDocument = { store, invocation in
        let namespace = try invocation.namespace()
        guard let specs = try invocation.documents("indexes") else {
            throw MongoError.missingField("createIndexes.indexes")
        }
        if specs.isEmpty { throw MongoError(.badValue, "Must specify at least one index to create") }
        let isNew = store.collection(namespace) == nil
        let checked = try specs.map(spec)
        let collection = try store.collectionForWriting(namespace)
        let before = collection.indexes.count + 1
        for spec in checked {
            if try exists(spec, in: collection, namespace) { continue }
            try store.createIndex(spec, on: collection)
        }
        var reply: BSONDocument = [
            "numIndexesBefore": .integer(before), "numIndexesAfter": .integer(collection.indexes.count + 1),
            "createdCollectionAutomatically": .bool(isNew),
        ]
        if collection.indexes.count + 1 == before { reply.append("note", "all indexes already exist") }
        return reply
    }

    /// The specification as it is kept, with what does not matter left out.
    private static func spec(_ document: BSONDocument) throws -> BSONDocument {
        guard case .document(let key) = document["key"] else {
            throw MongoError(.failedToParse, "The 'key' field is a required property of an index specification")
        }
        guard !key.isEmpty else { throw MongoError(.cannotCreateIndex, "Index keys cannot be empty.") }
        guard let name = document["name"]?.string else {
            throw MongoError(.failedToParse, "The 'name' field is a required property of an index specification")
        }
        for option in document.keys where !options.contains(option) {
            throw MongoError(
                .invalidIndexSpecificationOption,
                "The field '\(option)' is not valid for an index specification. Specification: \(document.shellText)")
        }
        for element in key.elements { try check(element, key) }
        if let collation = document["collation"]?.document, collation["locale"]?.string != "simple" {
            throw MongoError.unsupported("collation")
        }
        if let seconds = document["expireAfterSeconds"] {
            guard let number = seconds.truncatedInteger else {
                throw MongoError(
                    .cannotCreateIndex,
                    "TTL index 'expireAfterSeconds' option must be numeric, but received a type of '\(seconds.typeName)'."
                )
            }
            guard (0...2_147_483_647).contains(number) else {
                throw MongoError(
                    .cannotCreateIndex, "TTL index 'expireAfterSeconds' option must be within an acceptable range")
            }
            guard key.count == 1 else {
                throw MongoError(
                    .cannotCreateIndex, "TTL indexes are single-field indexes, compound indexes do not support TTL.")
            }
        }
        if let partial = document["partialFilterExpression"] {
            guard case .document(let filter) = partial else {
                throw MongoError(
                    .typeMismatch, "The field 'partialFilterExpression' must be an object, but got \(partial.typeName)")
            }
            if document["sparse"]?.isTruthy == true {
                throw MongoError(.cannotCreateIndex, "cannot mix \"partialFilterExpression\" and \"sparse\" options")
            }
            _ = try FilterParser.filter(filter)
        }
        var kept: BSONDocument = ["key": .document(key), "name": .string(name)]
        for option in ["unique", "sparse", "hidden"] where document[option]?.isTruthy == true {
            kept.append(option, .bool(true))
        }
        for option in ["expireAfterSeconds", "partialFilterExpression"] {
            if let value = document[option] { kept.append(option, value) }
        }
        return kept
    }

    private static func check(_ element: BSONDocument.Element, _ key: BSONDocument) throws {
        if let kind = element.value.string {
            if kind == "hashed" { return }
            if ["text", "2d", "2dsphere", "2dsphere_bucket"].contains(kind) {
                throw MongoError(
                    .cannotCreateIndex, "\(kind) indexes are not supported by this server",
                    missingFeature: "\(kind) index")
            }
            throw MongoError(.cannotCreateIndex, "Unknown index plugin '\(kind)'")
        }
        if element.key.hasSuffix("$**") {
            throw MongoError(
                .cannotCreateIndex, "wildcard indexes are not supported by this server",
                missingFeature: "wildcard index")
        }
        guard let direction = element.value.double, direction != 0, !direction.isNaN else {
            throw MongoError(
                .cannotCreateIndex,
                "Values in v:2 index key pattern cannot be of type \(element.value.typeName). Only numbers > 0, numbers < 0, and strings are allowed."
            )
        }
        if try FieldPath(element.key).parts.contains("") {
            throw MongoError(.cannotCreateIndex, "Index keys cannot contain an empty field.")
        }
        if element.key.first == "$" {
            throw MongoError(
                .cannotCreateIndex, "Index key contains an illegal field name: field name starts with '$'.")
        }
    }

    private static func exists(_ spec: BSONDocument, in collection: StoredCollection, _ namespace: Namespace) throws
        -> Bool
    {
        let key = spec["key"]?.document ?? [:]
        let name = spec["name"]?.string ?? ""
        if key == ["_id": 1] { return true }
        if name == "_id_" {
            throw MongoError(
                .badValue,
                "The index name '_id_' is reserved for the _id index, which must have key pattern {_id: 1}, found key: \(key.shellText)"
            )
        }
        for index in collection.indexes {
            let sameKey = BSONValue.areEqual(.document(index.keyPattern), .document(key))
            if index.name == name {
                if !sameKey {
                    throw MongoError(
                        .indexKeySpecsConflict,
                        "An existing index has the same name as the requested index. When index names are not specified, they are auto generated and can cause conflicts. Please refer to our documentation. Requested index: \(BSONDocument([.init(key: "v", value: 2)] + spec.elements).shellText), existing index: \(BSONDocument([.init(key: "v", value: 2)] + index.spec.elements).shellText)"
                    )
                }
                let same = BSONValue.areEqual(.document(index.spec), .document(spec))
                if same { return true }
                throw MongoError(
                    .indexOptionsConflict,
                    "An equivalent index already exists with the same name but different options. Requested index: \(spec.shellText), existing index: \(index.spec.shellText)"
                )
            }
            if sameKey, spec["partialFilterExpression"] == index.spec["partialFilterExpression"] {
                throw MongoError(.indexOptionsConflict, "Index already exists with a different name: \(index.name)")
            }
        }
        return false
    }

    private static let dropIndexes: @Sendable (Store, Invocation) throws -> BSONDocument = { store, invocation in
        let namespace = try invocation.namespace()
        guard let collection = store.collection(namespace) else {
            throw MongoError(.namespaceNotFound, "ns not found \(namespace)")
        }
        let before = collection.indexes.count + 1
        let selector = invocation.command["index"] ?? .null
        switch selector {
        case "*":
            for index in collection.indexes { try store.catalog.dropIndex(index, of: collection) }
            return [
                "nIndexesWas": .integer(before), "msg": "non-_id indexes dropped for collection",
            ]
        case .document(let key):
            guard
                let index = collection.indexes.first(where: {
                    BSONValue.areEqual(.document($0.keyPattern), .document(key))
                })
            else {
                if key == ["_id": 1] { throw MongoError(.invalidOptions, "cannot drop _id index") }
                throw MongoError(.indexNotFound, "can't find index with key: \(key.shellText)")
            }
            try store.catalog.dropIndex(index, of: collection)
        default:
            for name in (selector.array ?? [selector]).compactMap(\.string) {
                if name == "_id_" { throw MongoError(.invalidOptions, "cannot drop _id index") }
                guard let index = collection.indexes.first(where: { $0.name == name }) else {
                    throw MongoError(.indexNotFound, "index not found with name [\(name)]")
                }
                try store.catalog.dropIndex(index, of: collection)
            }
        }
        return ["nIndexesWas": .integer(before)]
    }
}
