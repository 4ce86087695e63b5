/// A dated revision of the protocol that this code speaks.
package enum Revision: String, CaseIterable, Comparable, Sendable {
    case march2025 = "2025-03-26"
    case june2025 = "2025-06-18"
    case november2025 = "2025-11-25"
    case july2026 = "2026-07-28"

    /// Stateless, with the version and the client's capabilities in every request; no `initialize`, no sessions.
    package var isModern: Bool { self >= .july2026 }

    /// The newest revision that is opened with `initialize`.
    static let newestHandshake = Revision.november2025
    static let newest = Revision.july2026
    static let modernNames = allCases.filter(\.isModern).map(\.rawValue)

    /// The revisions a header may name and still mean the handshake era, whether they are served or not.
    static let handshakeNames = ["2024-11-05"] + allCases.filter { !$0.isModern }.map(\.rawValue)

    package static func < (lhs: Revision, rhs: Revision) -> Bool { lhs.rawValue < rhs.rawValue }
}

/// The names that the protocol gives to members of `_meta`.
enum MetaName {
    static let protocolVersion = "io.modelcontextprotocol/protocolVersion"
    static let clientCapabilities = "io.modelcontextprotocol/clientCapabilities"
    static let clientInfo = "io.modelcontextprotocol/clientInfo"
    static let serverInfo = "io.modelcontextprotocol/serverInfo"
    static let logLevel = "io.modelcontextprotocol/logLevel"
    static let subscriptionId = "io.modelcontextprotocol/subscriptionId"
    static let progressToken = "progressToken"
    /// W3C trace context, which stands in `_meta` without a prefix.
    static let trace = ["traceparent", "tracestate", "baggage"]
}

/// Header fields of the transport.
enum HeaderName {
    static let version = "mcp-protocol-version"
    static let method = "mcp-method"
    static let name = "mcp-name"
    static let session = "mcp-session-id"
    static let parameterPrefix = "mcp-param-"
}
