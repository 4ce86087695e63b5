/// A way in without a socket, for services that live in the same process.
///
///     let documents = try await session.find("content", "drafts", filter: ["state": "open"])
package struct MongoSession: Sendable {
    private let standIn: MongoStandIn
    private let conversation: Conversation
    private let ids: ObjectIDSource

    init(standIn: MongoStandIn, conversation: Conversation, ids: ObjectIDSource) {
        self.standIn = standIn
        self.conversation = conversation
        self.ids = ids
    }

    /// Runs one command and returns its reply.
    ///
    /// - Throws: `MongoReplyError` when the reply is an error or reports write errors.
    package func run(_ command: BSONDocument, database: String) async throws -> BSONDocument {
        var conversation = conversation
        let reply = await standIn.reply(to: command, database: database, &conversation)
        if reply["ok"]?.double != 1 {
            throw MongoReplyError(reply["code"]?.integer ?? 0, reply["errmsg"]?.string ?? "", reply)
        }
        if let error = reply["writeErrors"]?.array?.first?.document {
            throw MongoReplyError(error["code"]?.integer ?? 0, error["errmsg"]?.string ?? "", reply)
        }
        return reply
    }

    /// All documents that match.
    package func find(
        _ database: String, _ collection: String, filter: BSONDocument = [:], sort: BSONDocument = [:],
        projection: BSONDocument = [:], skip: Int = 0, limit: Int = 0
    ) async throws -> [BSONDocument] {
        try await drain(
            [
                "find": .string(collection), "filter": .document(filter), "sort": .document(sort),
                "projection": .document(projection), "skip": .integer(skip), "limit": .integer(limit),
            ], database: database)
    }

    package func findOne(_ database: String, _ collection: String, filter: BSONDocument = [:]) async throws
        -> BSONDocument?
    {
        try await find(database, collection, filter: filter, limit: 1).first
    }

    /// - Returns: the `_id`, which is made when the document has none.
    @discardableResult
    package func insertOne(_ database: String, _ collection: String, _ document: BSONDocument) async throws -> BSONValue
    {
        let id = document["_id"] ?? .objectID(ids.next())
        var whole = document
        whole["_id"] = nil
        whole.elements.insert(BSONDocument.Element(key: "_id", value: id), at: 0)
        _ = try await run(["insert": .string(collection), "documents": [.document(whole)]], database: database)
        return id
    }

    /// - Returns: how many documents matched, an upserted one included.
    @discardableResult
    package func updateOne(
        _ database: String, _ collection: String, filter: BSONDocument, update: BSONValue, upsert: Bool = false
    ) async throws -> Int64 {
        let statement: BSONValue = [
            "q": .document(filter), "u": update, "upsert": .bool(upsert), "multi": false,
        ]
        let reply = try await run(["update": .string(collection), "updates": [statement]], database: database)
        return reply["n"]?.integer ?? 0
    }

    /// - Returns: how many documents were removed.
    @discardableResult
    package func delete(_ database: String, _ collection: String, filter: BSONDocument, limit: Int = 0) async throws
        -> Int64
    {
        let statement: BSONValue = ["q": .document(filter), "limit": .integer(min(1, max(0, limit)))]
        let reply = try await run(["delete": .string(collection), "deletes": [statement]], database: database)
        return reply["n"]?.integer ?? 0
    }

    package func aggregate(_ database: String, _ collection: String, _ pipeline: [BSONDocument]) async throws
        -> [BSONDocument]
    {
        try await drain(
            [
                "aggregate": .string(collection), "pipeline": .array(pipeline.map(BSONValue.document)), "cursor": [:],
            ], database: database)
    }

    /// Runs a command that answers with a cursor, and fetches everything.
    package func drain(_ command: BSONDocument, database: String) async throws -> [BSONDocument] {
        var cursor = try await run(command, database: database)["cursor"]?.document ?? [:]
        var documents = (cursor["firstBatch"]?.array ?? []).compactMap(\.document)
        let collection = cursor["ns"]?.string.map { String($0.dropFirst(database.count + 1)) } ?? ""
        while let id = cursor["id"]?.integer, id != 0 {
            cursor =
                try await run(["getMore": .int64(id), "collection": .string(collection)], database: database)["cursor"]?
                .document ?? [:]
            documents += (cursor["nextBatch"]?.array ?? []).compactMap(\.document)
        }
        return documents
    }
}

/// A reply that says that something failed.
package struct MongoReplyError: Error, Sendable, CustomStringConvertible {
    package var code: Int64
    package var message: String
    package var reply: BSONDocument

    package init(_ code: Int64, _ message: String, _ reply: BSONDocument) {
        self.code = code
        self.message = message
        self.reply = reply
    }

    package var description: String { "\(code): \(message)" }
}
