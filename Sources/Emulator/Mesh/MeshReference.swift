import HTTP
import Images
import NetworkPolicy
import Synchronization

/// The mesh for those who are made before it: the vendors' mocks, whose webhooks it carries, and the gateway, which
/// fetches its issuers' keys over it.
final class MeshReference: Sendable {
    private let mesh = Mutex<Mesh?>(nil)

    func refer(to mesh: Mesh) { self.mesh.withLock { $0 = mesh } }

    /// Sends `request` in the name of `caller`.
    ///
    /// - Throws: what the mesh throws.
    func send(_ request: Request, from caller: Caller) async throws -> Response {
        guard let mesh = mesh.withLock(\.self) else { throw NetworkError.connectionRefused(request.authority) }
        return try await mesh.send(request, from: caller)
    }

    /// Sends a webhook to the absolute `url`; 502 stands for an address nobody answers at.
    @Sendable func deliver(_ url: String, _ request: Request) async -> Response {
        guard var sent = Request(request.method, url: url, fields: request.fields, body: request.body) else {
            return .problem(.badGateway, "nobody answers at \(url)")
        }
        sent.fields["host"] = sent.authority
        let vendor = Caller(name: "vendor", namespace: nil, endpoint: .address(ip: "203.0.113.9", hostName: nil))
        do {
            return try await send(sent, from: vendor)
        } catch {
            return .problem(.badGateway, "\(error)")
        }
    }
}
