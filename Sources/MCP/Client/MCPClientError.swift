package import HTTP

/// Why a client has no result.
package enum MCPClientError: Error, Sendable, CustomStringConvertible {
    /// The server answered with a JSON-RPC error.
    case refused(RPCError)
    /// The server answered with a status and nothing of the protocol: 401 without a token, 502 behind a gateway.
    case status(Status, fields: Fields, body: String)
    /// The answer is not what the protocol says.
    case malformed(String)
    /// The server speaks none of the revisions that this client speaks.
    case noCommonRevision(served: [String])

    package var description: String {
        switch self {
        case .refused(let error): "the server refused: \(error)"
        case .status(let status, _, let body):
            body.isEmpty ? "the server answered \(status)" : "the server answered \(status): \(body.prefix(200))"
        case .malformed(let what): "the server's answer is malformed: \(what)"
        case .noCommonRevision(let served):
            "the server speaks only revisions that this client does not: \(served.joined(separator: ", "))"
        }
    }
}
