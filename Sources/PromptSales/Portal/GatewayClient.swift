import HTTP
import Images
import JSONTree

/// The gateway as a logged-in user's front end calls it, through the load balancer.
struct GatewayClient: Sendable {
    let container: Container
    let session: Session

    func get(_ path: String) async throws -> JSON { try await json(.get, path) }
    func post(_ path: String, _ document: JSON = [:]) async throws -> JSON { try await json(.post, path, document) }

    private func json(_ method: Method, _ path: String, _ document: JSON? = nil) async throws -> JSON {
        let url = try container.setting("GATEWAY_URL") + path
        return try await container.json(
            method, url, document, fields: ["authorization": "Bearer \(session.accessToken)"])
    }

}
