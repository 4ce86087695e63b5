import Determinism
import HTTP
import JSONTree

/// One endpoint that serves both eras of the transport.
struct Endpoint: Sendable {
    let server: MCPServer
    let sessions: Sessions

    /// Checks the origin and the caller, and hands the request to its era.
    func answer(_ request: Request) async -> Response {
        guard originIsAllowed(request) else { return Response(.forbidden) }
        switch await server.authorize(request) {
        case .refused(let response): return response
        case .allowed(let principal):
            return isModern(request)
                ? await answerModern(request, principal: principal)
                : await answerHandshake(request, principal: principal)
        }
    }

    /// A page that rebinds its name to this machine still sends its own origin.
    private func originIsAllowed(_ request: Request) -> Bool {
        let origins = request.fields.all("origin")
        return origins.allSatisfy { origin in
            server.options.allowedOrigins.contains(origin) || Self.isLoopback(origin)
        }
    }

    private static func isLoopback(_ origin: String) -> Bool {
        guard let mark = origin.firstRange(of: "://") else { return false }
        let host = Request(authority: String(origin[mark.upperBound...])).host
        return ["localhost", "127.0.0.1", "[::1]"].contains(host)
    }

    /// Without a version in the header it is the handshake era, unless the message itself says otherwise: then a header
    /// is missing, and the client should hear that.
    private func isModern(_ request: Request) -> Bool {
        let versions = request.fields.all(HeaderName.version)
        guard versions.isEmpty else { return !versions.allSatisfy(Revision.handshakeNames.contains) }
        guard request.method == .post, let message = try? JSON.parse(request.body) else { return false }
        return message["params"]?["_meta"]?[MetaName.protocolVersion] != nil
    }

    /// A response to a message that could not be read, or to a request in general.
    static func error(_ error: RPCError, id: JSON, _ status: Status) -> Response {
        .json(Message.error(error, id: id), status)
    }

    /// Whether the `Accept` fields list `type`, itself or by a wildcard, and do not give it the weight 0.
    static func accepts(_ type: String, _ request: Request) -> Bool {
        let family = type.prefix { $0 != "/" } + "/*"
        return request.fields.all("accept").flatMap { $0.split(separator: ",") }.contains { range in
            let parts = range.split(separator: ";").map { String($0).trimmingBlanks().lowercased() }
            let isRefused = parts.dropFirst().contains { $0.hasPrefix("q=") && Double($0.dropFirst(2)) == 0 }
            return !isRefused && parts.first.map { $0 == type || $0 == family || $0 == "*/*" } ?? false
        }
    }

    /// Whether the body is declared to be JSON.
    static func isJSON(_ request: Request) -> Bool {
        let type = request.fields["content-type"]?.prefix { $0 != ";" } ?? ""
        return String(type).trimmingBlanks().lowercased() == "application/json"
    }
}
