package import HTTP

/// What keeps a listener from taking a request at all.
package enum RequestFault: Sendable, Equatable {
    /// It is no HTTP; the reason is the parser's.
    case malformed(String)
    /// Another version than 1.0, 1.1 or 2.
    case unsupportedVersion
    case targetTooLong(limit: Int)
    /// One field, or all of them together.
    case fieldsTooLarge(limit: Int)
    case bodyTooLong(limit: Int)
    /// It began, and the rest did not come within the idle time.
    case timeout

    /// What RFC 9110 has for it, with one sentence.
    package var response: Response {
        switch self {
        case .malformed(let reason): .problem(.badRequest, "this is no HTTP request: \(reason)")
        case .unsupportedVersion: .problem(505, "this listener speaks HTTP/1.1 and HTTP/2")
        case .targetTooLong(let limit): .problem(414, "the target is longer than \(limit) bytes")
        case .fieldsTooLarge(let limit): .problem(431, "a header is longer than \(limit) bytes")
        case .bodyTooLong(let limit):
            .problem(
                .contentTooLarge, "the body is longer than \(limit) bytes, which is the most this listener takes")
        case .timeout: .problem(408, "the rest of the request did not come")
        }
    }
}
