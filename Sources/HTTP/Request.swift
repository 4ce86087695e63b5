/// One HTTP request, whole, as it goes from hop to hop.
///
/// It is a value without a socket: the same type comes in at a listener, passes the load balancer and the gateway, and
/// reaches a local image or a mock.
package struct Request: Sendable {
    package var method: Method
    /// `http` or `https`, as the client saw it.
    package var scheme: String
    /// Host and optional port, as in the `Host` field: `api.example.com`, `127.0.0.1:8443`.
    package var authority: String
    /// The path as it was sent, percent-encoding included; always starts with `/`.
    package var path: String
    /// The query as it was sent, without `?`; nil when the target has none.
    package var query: String?
    package var fields: Fields
    package var body: [UInt8]
    /// The address of whoever sent it, without port; nil inside tests.
    package var remoteAddress: String?
    /// What it came on; nil for a request that never was on a socket.
    package var connection: ClientConnection?

    package init(
        _ method: Method = .get, _ target: String = "/", scheme: String = "http", authority: String = "localhost",
        fields: Fields = Fields(), body: [UInt8] = [], remoteAddress: String? = nil
    ) {
        self.method = method
        self.scheme = scheme
        self.authority = authority
        let (path, query) = Self.split(target)
        self.path = path
        self.query = query
        self.fields = fields
        self.body = body
        self.remoteAddress = remoteAddress
    }

    /// Path and query together, as in the request line.
    package var target: String { query.map { path + "?" + $0 } ?? path }

    /// The host without port, in lower case.
    package var host: String { Self.splitAuthority(authority).host }

    /// The port of the authority; nil when it names none or not a number.
    package var port: Int? { Self.splitAuthority(authority).port }

    private static func split(_ target: String) -> (path: String, query: String?) {
        guard let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) else { return (target, nil) }
        return (String(target[..<mark]), String(target[target.utf8.index(after: mark)...]))
    }

    private static func splitAuthority(_ authority: String) -> (host: String, port: Int?) {
        // Nearly all are in lower case, and most have no port: they are their own host.
        let isSimple = authority.utf8.allSatisfy { byte in
            byte.isLowerCaseLetterOrDigit || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
        }
        if isSimple { return (authority, nil) }
        let lower = authority.lowercased()
        if lower.hasPrefix("["), let end = lower.firstIndex(of: "]") {
            let rest = lower[lower.index(after: end)...]
            return (String(lower[...end]), rest.hasPrefix(":") ? Int(rest.dropFirst()) : nil)
        }
        guard let colon = lower.lastIndex(of: ":") else { return (lower, nil) }
        return (String(lower[..<colon]), Int(lower[lower.index(after: colon)...]))
    }
}

extension UInt8 {
    fileprivate var isLowerCaseLetterOrDigit: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: false
        }
    }
}

/// A request method: an upper-case token.
package struct Method: Hashable, Sendable, CustomStringConvertible {
    package var rawValue: String

    package init(_ rawValue: String) { self.rawValue = rawValue }

    package static let get = Method("GET")
    package static let head = Method("HEAD")
    package static let post = Method("POST")
    package static let put = Method("PUT")
    package static let patch = Method("PATCH")
    package static let delete = Method("DELETE")
    package static let options = Method("OPTIONS")

    package var description: String { rawValue }
}
