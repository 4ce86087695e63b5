import SQLiteStore

/// Changing documents, with everything that hangs on them: unique keys, validators, the write sets of transactions.
extension Store {
    func insert(_ documents: [BSONDocument], into namespace: Namespace) throws {
        let collection = try collectionForWriting(namespace)
        for document in documents { try insert(document, into: collection) }
    }

    /// - Returns: the document as stored: with an `_id`, which stands first.
    @discardableResult
    func insert(_ document: BSONDocument, into collection: StoredCollection, checked: Bool = true) throws
        -> BSONDocument
    {
        var document = document
        let id = document["_id"] ?? .objectID(ids.next())
        try Self.check(id: id)
        if document.first?.key != "_id" {
            document["_id"] = nil
            document.elements.insert(BSONDocument.Element(key: "_id", value: id), at: 0)
        }
        try ValueBudget.checkStored(document)
        let bytes = document.bytes
        if bytes.count > Self.documentLimit {
            throw MongoError(
                .objectTooLarge,
                "object to insert too large. size in bytes: \(bytes.count), max size: \(Self.documentLimit)")
        }
        if checked { try validate(document, in: collection) }
        let key = OrderedKey.bytes(of: id)
        try transactions.willWrite(collection.namespace, key)
        let rows = try connection.rows("select 1 from \(collection.table) where id = ?", [.blob(key)])
        if !rows.isEmpty {
            throw MongoError.duplicateKey(
                namespace: collection.namespace, index: "_id_", pattern: ["_id": 1], values: [id])
        }
        let keys = try checkedKeys(of: document, record: nil, in: collection)
        try connection.run(
            "insert into \(collection.table) (id, document) values (?, ?)", [.blob(key), .blob(bytes)])
        try addKeys(keys, record: connection.lastInsertedRow)
        transactions.didWrite(.put(collection.namespace, key: key, document))
        try trim(collection)
        return document
    }

    /// Replaces a stored document by one with the same `_id`.
    func replace(_ stored: Stored, by document: BSONDocument, in collection: StoredCollection, checked: Bool = true)
        throws
    {
        try ValueBudget.checkStored(document)
        let bytes = document.bytes
        if bytes.count > Self.documentLimit {
            throw MongoError(
                .location(17419), "Resulting document after update is larger than \(Self.documentLimit)")
        }
        if checked { try validate(document, in: collection) }
        let key = OrderedKey.bytes(of: document["_id"] ?? .null)
        try transactions.willWrite(collection.namespace, key)
        let keys = try checkedKeys(of: document, record: stored.record, in: collection)
        try removeKeys(of: stored, in: collection)
        try connection.run(
            "update \(collection.table) set document = ? where record = ?", [.blob(bytes), .integer(stored.record)])
        try addKeys(keys, record: stored.record)
        transactions.didWrite(.put(collection.namespace, key: key, document))
    }

    func replace(_ old: BSONDocument, by new: BSONDocument, in namespace: Namespace) throws {
        let collection = try collectionForWriting(namespace)
        guard let stored = try stored(id: old["_id"] ?? .null, in: collection) else { return }
        try replace(stored, by: new, in: collection)
    }

    func remove(_ stored: Stored, from collection: StoredCollection) throws {
        let key = OrderedKey.bytes(of: stored.document["_id"] ?? .null)
        try transactions.willWrite(collection.namespace, key)
        try removeKeys(of: stored, in: collection)
        try connection.run("delete from \(collection.table) where record = ?", [.integer(stored.record)])
        transactions.didWrite(.remove(collection.namespace, key: key))
    }

    func stored(id: BSONValue, in collection: StoredCollection) throws -> Stored? {
        try stored(key: OrderedKey.bytes(of: id), in: collection)
    }

    func stored(key: [UInt8], in collection: StoredCollection) throws -> Stored? {
        let rows = try connection.rows("select record, document from \(collection.table) where id = ?", [.blob(key)])
        guard let row = rows.first, let record = row[0].integer, let bytes = row[1].blob else { return nil }
        return Stored(record: record, document: try BSONDecoder.document(from: bytes))
    }

    /// `$out`: the collection has these documents and no others, its indexes stay.
    func replaceContents(of namespace: Namespace, with documents: [BSONDocument]) throws {
        let collection = try collectionForWriting(namespace)
        for index in collection.indexes { try connection.execute("delete from \(index.table)") }
        try connection.execute("delete from \(collection.table)")
        for document in documents { try insert(document, into: collection) }
    }

    // MARK: - Indexes

    /// Builds an index over what is there.
    ///
    /// - Throws: `MongoError` DuplicateKey, and the index is not made.
    func createIndex(_ spec: BSONDocument, on collection: StoredCollection) throws {
        let index = try catalog.addIndex(spec, to: collection)
        let statement = try Statement("select record, document from \(collection.table)", on: connection)
        while try statement.step() {
            guard let record = statement.value(0).integer, let bytes = statement.value(1).blob else { continue }
            let document = try BSONDecoder.document(from: bytes)
            try addKeys([try checkedKeys(of: document, record: record, index, in: collection)], record: record)
        }
    }

    private typealias IndexKeys = (index: Index, keys: [[UInt8]], isMultikey: Bool)

    private func checkedKeys(of document: BSONDocument, record: Int64?, in collection: StoredCollection) throws
        -> [IndexKeys]
    {
        try collection.indexes.map { try checkedKeys(of: document, record: record, $0, in: collection) }
    }

    private func checkedKeys(of document: BSONDocument, record: Int64?, _ index: Index, in collection: StoredCollection)
        throws
        -> IndexKeys
    {
        let (keys, isMultikey) = try index.keys(of: document)
        let bytes = keys.map(Index.bytes(of:))
        guard index.isUnique else { return (index, bytes, isMultikey) }
        for (key, bytes) in zip(keys, bytes) {
            let others = try connection.rows(
                "select 1 from \(index.table) where key = ? and record is not ? limit 1",
                [.blob(bytes), record.map(SQLiteValue.integer) ?? .null])
            if !others.isEmpty {
                throw MongoError.duplicateKey(
                    namespace: collection.namespace, index: index.name, pattern: index.keyPattern, values: key)
            }
        }
        return (index, bytes, isMultikey)
    }

    private func addKeys(_ keys: [IndexKeys], record: Int64) throws {
        for (index, keys, isMultikey) in keys {
            for key in keys {
                try connection.run(
                    "insert into \(index.table) (key, record) values (?, ?)", [.blob(key), .integer(record)])
            }
            if isMultikey, !index.isMultikey { try catalog.markMultikey(index) }
        }
    }

    private func removeKeys(of stored: Stored, in collection: StoredCollection) throws {
        for index in collection.indexes {
            for key in try index.keys(of: stored.document).keys {
                try connection.run(
                    "delete from \(index.table) where key = ? and record = ?",
                    [.blob(Index.bytes(of: key)), .integer(stored.record)])
            }
        }
    }

    // MARK: - Checks

    private static func check(id: BSONValue) throws {
        switch id {
        case .array: throw MongoError(.invalidIDField, "The '_id' value cannot be of type array")
        case .regex: throw MongoError(.invalidIDField, "The '_id' value cannot be of type regex")
        case .undefined: throw MongoError(.invalidIDField, "The '_id' value cannot be of type undefined")
        case .document(let document):
            if let key = document.keys.first(where: { $0.first == "$" }) {
                throw MongoError(
                    .dollarPrefixedFieldName,
                    "_id fields may not contain '$'-prefixed fields: \(key) is not valid for storage.")
            }
        default: break
        }
    }

    private func validate(_ document: BSONDocument, in collection: StoredCollection) throws {
        guard let validator = collection.validator, collection.options["validationAction"]?.string != "warn",
            collection.options["validationLevel"]?.string != "off", try !validator.matches(document, variables)
        else { return }
        throw MongoError(
            .documentValidationFailure, "Document failed validation",
            details: ["errInfo": ["failingDocumentId": document["_id"] ?? .null]])
    }

    /// A capped collection loses its oldest documents.
    private func trim(_ collection: StoredCollection) throws {
        guard collection.options["capped"]?.isTruthy == true else { return }
        if let most = collection.options["max"]?.truncatedInteger, most > 0 {
            try removeOldest(collection) { try self.count(collection) > most }
        }
        if let size = collection.options["size"]?.truncatedInteger {
            try removeOldest(collection) {
                let rows = try self.connection.rows(
                    "select coalesce(sum(length(document)), 0), count(*) from \(collection.table)")
                return (rows[0][0].integer ?? 0) > size && (rows[0][1].integer ?? 0) > 1
            }
        }
    }

    private func removeOldest(_ collection: StoredCollection, while condition: () throws -> Bool) throws {
        while try condition() {
            let rows = try connection.rows("select min(record) from \(collection.table)")
            guard let record = rows.first?[0].integer, let oldest = try stored(record, in: collection) else { return }
            try remove(oldest, from: collection)
        }
    }

    func count(_ collection: StoredCollection) throws -> Int64 {
        guard collection.view == nil else { return 0 }
        return try connection.rows("select count(*) from \(collection.table)").first?[0].integer ?? 0
    }

    /// The bytes of all documents together.
    func size(_ collection: StoredCollection) throws -> Int64 {
        guard collection.view == nil else { return 0 }
        return try connection.rows("select coalesce(sum(length(document)), 0) from \(collection.table)").first?[0]
            .integer ?? 0
    }
}
