import Images
import JSONTree
import RedisStandIn

/// Drafts by id in Redis, for five minutes, each as the JSON text that clients get.
struct DraftCache: Sendable {
    private let redis: KeptRedis

    init(container: Container) { redis = KeptRedis { try await container.redis("cache") } }

    func get(_ id: String) async throws -> [UInt8]? { try await redis.checked(["GET", key(id)]).bytes }

    func put(_ draft: Draft) async throws {
        try await redis.checked(["SET", key(draft.id), draft.json.text, "EX", "300"])
    }

    private func key(_ id: String) -> String { "content:draft:\(id)" }
}
