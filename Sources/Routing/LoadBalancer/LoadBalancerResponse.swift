package import HTTP

/// The responses that an ALB makes itself. The bytes are those of a real one.
package enum LoadBalancerResponse {
    static let server = "awselb/2.0"

    /// A page for a status: 400, 403, 404, 500, 502, 503, 504. `Date` and `Content-Length` are the listener's to add.
    package static func page(_ status: Status) -> Response {
        let title = "\(status.code) \(reasons[status.code] ?? status.reason)"
        let body =
            "<html>\r\n<head><title>\(title)</title></head>\r\n<body>\r\n<center><h1>\(title)</h1></center>\r\n"
            + "</body>\r\n</html>\r\n"
        return Response(
            status, fields: ["Server": server, "Content-Type": "text/html"], body: .bytes(Array(body.utf8)))
    }

    /// The token of the request is not what the rule asks for.
    package static let unauthorized = page(401)
    /// No target could be connected to, or it broke off.
    package static let badGateway = page(502)
    /// The target group has no registered target.
    package static let serviceUnavailable = page(503)
    /// The target did not answer within the idle timeout.
    package static let gatewayTimeout = page(504)

    static func redirect(to target: RedirectTarget) -> Response {
        var response = page(target.status)
        response.fields["Location"] = target.location
        return response
    }

    package static func fixed(_ fixed: ListenerAction.FixedResponse) -> Response {
        Response(
            fixed.status, fields: ["Server": server, "Content-Type": "\(fixed.contentType); charset=utf-8"],
            body: .bytes(Array(fixed.body.utf8)))
    }

    /// Where an ALB says something else than RFC 9110.
    private static let reasons = [
        401: "Authorization Required", 503: "Service Temporarily Unavailable", 504: "Gateway Time-out",
    ]
}
