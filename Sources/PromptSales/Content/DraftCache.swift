import Images
import JSONTree
import RedisStandIn

/// Drafts by id in Redis, for five minutes.
struct DraftCache: Sendable {
    let container: Container

    func get(_ id: String) async throws -> Draft? {
        let reply = try await container.redis("cache").checked(["GET", key(id)])
        return reply.text.flatMap { try? JSON.parse($0) }.flatMap(Draft.init)
    }

    func put(_ draft: Draft) async throws {
        try await container.redis("cache").checked(["SET", key(draft.id), draft.json.text, "EX", "300"])
    }

    private func key(_ id: String) -> String { "content:draft:\(id)" }
}
