import Images
import JSONTree
import MongoStandIn

/// Drafts in MongoDB: the collection `drafts`, with the id as `_id`.
struct DraftStore: Sendable {
    let container: Container

    func insert(_ draft: Draft) async throws {
        try await run(["insert": "drafts", "documents": .array([.document(document(draft))])])
    }

    func find(_ id: String) async throws -> Draft? {
        try await read(["find": "drafts", "filter": .document(["_id": .string(id)]), "limit": .int32(1)]).first
    }

    /// The last `limit` drafts, newest first.
    func newest(_ limit: Int) async throws -> [Draft] {
        try await read([
            "find": "drafts", "sort": .document(["created_at": .int32(-1), "_id": .int32(1)]),
            "limit": .int32(Int32(limit)), "batchSize": .int32(Int32(limit)),
        ])
    }

    func replace(_ draft: Draft) async throws {
        let update: BSONDocument = [
            "q": .document(["_id": .string(draft.id)]), "u": .document(document(draft)),
        ]
        try await run(["update": "drafts", "updates": .array([.document(update)])])
    }

    /// - Throws: the server's error, and `WriteFailed` for one that came with a reply.
    @discardableResult
    private func run(_ command: BSONDocument) async throws -> BSONDocument {
        let session = try await container.mongo("content-db")
        let reply = try await session.run(command, database: try container.setting("CONTENT_DB_DATABASE"))
        if let failure = reply["writeErrors"]?.array?.first?.document?["errmsg"]?.string {
            throw WriteFailed(reason: failure)
        }
        return reply
    }

    private func read(_ command: BSONDocument) async throws -> [Draft] {
        let batch = try await run(command)["cursor"]?.document?["firstBatch"]?.array ?? []
        return batch.compactMap(\.document).compactMap(draft)
    }

    private func document(_ draft: Draft) -> BSONDocument {
        [
            "_id": .string(draft.id), "topic": .string(draft.topic), "audience": .string(draft.audience),
            "channels": .array(draft.channels.map { .string($0.rawValue) }), "text": .string(draft.text),
            "status": .string(draft.status.rawValue), "created_at": .string(draft.createdAt),
            "posts": .document(
                BSONDocument(draft.posts.map { .init(key: $0.channel.rawValue, value: .string($0.id)) })),
        ]
    }

    private func draft(_ document: BSONDocument) -> Draft? {
        guard let id = document["_id"]?.string, let topic = document["topic"]?.string,
            let status = document["status"]?.string.flatMap(Draft.Status.init)
        else { return nil }
        return Draft(
            id: id, topic: topic, audience: document["audience"]?.string ?? "",
            channels: (document["channels"]?.array ?? []).compactMap { $0.string.flatMap(Draft.Channel.init) },
            text: document["text"]?.string ?? "", status: status, createdAt: document["created_at"]?.string ?? "",
            posts: (document["posts"]?.document?.elements ?? []).compactMap { element in
                guard let channel = Draft.Channel(rawValue: element.key), let id = element.value.string else {
                    return nil
                }
                return (channel, id)
            })
    }
}

/// A database refused a write.
struct WriteFailed: Error, CustomStringConvertible {
    var reason: String

    var description: String { "the write was refused: \(reason)" }
}
