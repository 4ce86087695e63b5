package import HTTP

/// The responses that Envoy makes itself, with its texts.
package enum GatewayResponse {
    /// No route takes the request.
    package static let notFound = Response(404, fields: ["server": "envoy"])
    /// The route has no backend that it may use.
    package static let noBackend = Response(500, fields: ["server": "envoy"])
    package static let noHealthyUpstream = text(503, "no healthy upstream")
    package static let upstreamTimeout = text(504, "upstream request timeout")
    package static let accessDenied = text(403, "RBAC: access denied")
    package static let rateLimited: Response = {
        var response = text(429, "local_rate_limited")
        response.fields["x-envoy-ratelimited"] = "true"
        return response
    }()

    /// A connection that was refused or broke off before a response.
    package static func upstreamFailure(_ detail: String) -> Response {
        text(503, "upstream connect error or disconnect/reset before headers. reset reason: \(detail)")
    }

    /// A request without a good token. `problem` is Envoy's sentence: `Jwt is missing`, `Jwt is expired`.
    package static func unauthorized(_ problem: String, for request: Request) -> Response {
        var response = text(401, problem)
        let realm = "\(request.scheme)://\(request.authority)\(request.target)"
        let error = problem == "Jwt is missing" ? "" : ", error=\"invalid_token\""
        let safe = String(decoding: realm.utf8.filter { $0 >= 0x20 && $0 != UInt8(ascii: "\"") }, as: UTF8.self)
        response.fields["www-authenticate"] = "Bearer realm=\"\(safe)\"\(error)"
        return response
    }

    package static func redirect(to target: RedirectTarget) -> Response {
        Response(target.status, fields: ["location": target.location, "server": "envoy"])
    }

    private static func text(_ status: Status, _ text: String) -> Response {
        Response(status, fields: ["content-type": "text/plain", "server": "envoy"], body: .bytes(Array(text.utf8)))
    }
}
