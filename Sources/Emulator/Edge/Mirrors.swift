import Determinism
import HTTP
import Images
import Kubernetes
import Routing

/// The copies of requests that routes ask for. They are sent beside the request that they are copies of: nobody waits for
/// their answers, and what becomes of them stands in the journal alone.
final class Mirrors: Sendable {
    private struct Copy: Sendable {
        var request: Request
        var backend: GatewayMatch.Backend
        var caller: Caller
    }

    private let copies: AsyncStream<Copy>
    private let sink: AsyncStream<Copy>.Continuation

    init() { (copies, sink) = AsyncStream.makeStream(of: Copy.self, bufferingPolicy: .bufferingOldest(10_000)) }

    func send(_ request: Request, to backend: GatewayMatch.Backend, from caller: Caller) {
        sink.yield(Copy(request: request, backend: backend, caller: caller))
    }

    /// Sends what is to be sent until the task is cancelled.
    func run(over mesh: Mesh) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            for await copy in copies {
                group.addTask {
                    guard let service = mesh.cluster.service(copy.backend.service, in: copy.backend.namespace) else {
                        mesh.record(
                            copy.caller, copy.backend.service, "http", "mirror of \(mesh.summary(copy.request))", "500",
                            "there is no Service '\(copy.backend.namespace)/\(copy.backend.service)' to mirror to",
                            span: copy.backend.span, since: mesh.clock.now)
                        return
                    }
                    // Whatever it answers, or that it does not, concerns nobody.
                    _ = try? await mesh.send(copy.request, to: service, port: copy.backend.port, from: copy.caller)
                }
            }
        }
    }
}

extension Request {
    /// As Envoy sends the copy: under the same name with `-shadow` after it, so that the other side can tell.
    var mirrored: Request {
        var copy = self
        let port = authority.lastIndex(of: ":").map { authority[$0...] } ?? ""
        copy.authority = "\(host)-shadow\(port)"
        copy.fields["host"] = copy.authority
        return copy
    }
}
