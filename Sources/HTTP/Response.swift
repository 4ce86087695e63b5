package import JSONTree

/// One HTTP response as it goes back from hop to hop.
package struct Response: Sendable {
    package var status: Status
    package var fields: Fields
    package var body: Body

    package init(_ status: Status = .ok, fields: Fields = Fields(), body: Body = .bytes([])) {
        self.status = status
        self.fields = fields
        self.body = body
    }

    /// What follows the head.
    package enum Body: Sendable {
        /// A whole body, sent with its length.
        case bytes([UInt8])
        /// A body written piece by piece, sent as it is written. The closure runs once, when the head has been sent;
        /// it is cancelled when the client goes away.
        case stream(@Sendable (BodyWriter) async throws -> Void)
        /// Of a 101: what happens on the connection from then on. The closure runs once; the connection is closed when
        /// it returns, and it is cancelled when the client goes away.
        case upgrade(@Sendable (UpgradedConnection) async throws -> Void)
    }
}

/// Where a streamed body goes.
package struct BodyWriter: Sendable {
    private let send: @Sendable ([UInt8]) async throws -> Void

    package init(_ send: @escaping @Sendable ([UInt8]) async throws -> Void) { self.send = send }

    /// Sends `bytes` at once, and returns when the socket can take more.
    package func write(_ bytes: [UInt8]) async throws { try await send(bytes) }
    package func write(_ text: String) async throws { try await send(Array(text.utf8)) }
}

extension Response {
    /// A response of the media type `type`.
    package static func text(_ text: String, _ status: Status = .ok, type: String = "text/plain; charset=utf-8")
        -> Response
    {
        Response(status, fields: ["content-type": type], body: .bytes(Array(text.utf8)))
    }

    package static func html(_ text: String, _ status: Status = .ok) -> Response {
        .text(text, status, type: "text/html; charset=utf-8")
    }

    package static func json(_ value: JSON, _ status: Status = .ok, fields: Fields = Fields()) -> Response {
        var response = json(text: value.bytes, status)
        for field in fields { response.fields.append(field.name, field.value) }
        return response
    }

    /// A response whose body is JSON already, in UTF-8.
    package static func json(text: [UInt8], _ status: Status = .ok) -> Response {
        Response(status, fields: ["content-type": "application/json"], body: .bytes(text))
    }

    package static func redirect(to location: String, _ status: Status = .seeOther) -> Response {
        Response(status, fields: ["location": location])
    }

    /// A problem document of RFC 9457.
    package static func problem(_ status: Status, _ detail: String, type: String = "about:blank") -> Response {
        let document: JSON = [
            "type": .string(type), "title": .string(status.reason), "status": .int(Int64(status.code)),
            "detail": .string(detail),
        ]
        var response = Response.json(document, status)
        response.fields["content-type"] = "application/problem+json"
        return response
    }

    /// The whole body; a stream is run to its end and collected.
    package func collectedBody() async throws -> [UInt8] {
        switch body {
        case .bytes(let bytes): return bytes
        case .stream(let produce):
            let collected = Collector()
            try await produce(BodyWriter { await collected.append($0) })
            return await collected.bytes
        case .upgrade: return []
        }
    }
}

private actor Collector {
    var bytes: [UInt8] = []
    func append(_ more: [UInt8]) { bytes += more }
}

/// A status code with its reason phrase.
package struct Status: Hashable, Sendable, CustomStringConvertible, ExpressibleByIntegerLiteral {
    package var code: Int

    package init(_ code: Int) { self.code = code }
    package init(integerLiteral value: Int) { code = value }

    package static let switchingProtocols: Status = 101
    package static let ok: Status = 200
    package static let created: Status = 201
    package static let accepted: Status = 202
    package static let noContent: Status = 204
    package static let movedPermanently: Status = 301
    package static let found: Status = 302
    package static let seeOther: Status = 303
    package static let badRequest: Status = 400
    package static let unauthorized: Status = 401
    package static let forbidden: Status = 403
    package static let notFound: Status = 404
    package static let methodNotAllowed: Status = 405
    package static let conflict: Status = 409
    package static let contentTooLarge: Status = 413
    package static let unprocessableContent: Status = 422
    package static let tooManyRequests: Status = 429
    package static let internalServerError: Status = 500
    package static let badGateway: Status = 502
    package static let serviceUnavailable: Status = 503
    package static let gatewayTimeout: Status = 504

    /// The reason phrase of RFC 9110; empty for a code that has none.
    package var reason: String { Self.reasons[code] ?? "" }

    package var description: String { reason.isEmpty ? "\(code)" : "\(code) \(reason)" }

    private static let reasons: [Int: String] = [
        100: "Continue", 101: "Switching Protocols", 200: "OK", 201: "Created", 202: "Accepted", 204: "No Content",
        206: "Partial Content", 207: "Multi-Status", 301: "Moved Permanently", 302: "Found", 303: "See Other",
        304: "Not Modified", 307: "Temporary Redirect", 308: "Permanent Redirect", 400: "Bad Request",
        401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 406: "Not Acceptable",
        408: "Request Timeout", 409: "Conflict", 410: "Gone", 411: "Length Required", 412: "Precondition Failed",
        413: "Content Too Large", 414: "URI Too Long", 415: "Unsupported Media Type", 416: "Range Not Satisfiable",
        422: "Unprocessable Content", 429: "Too Many Requests", 431: "Request Header Fields Too Large",
        500: "Internal Server Error", 501: "Not Implemented", 502: "Bad Gateway", 503: "Service Unavailable",
        504: "Gateway Timeout", 505: "HTTP Version Not Supported",
    ]
}

extension String {
    /// As the value of a header field: printable ASCII, with `?` for anything else.
    package var headerText: String {
        String(unicodeScalars.map { $0.isASCII && $0.value >= 0x20 && $0.value != 0x7F ? Character($0) : "?" })
    }
}

extension Response {
    /// The same response with the reason for it as a field, for the person who looks into it.
    package func explained(_ reason: String) -> Response {
        var response = self
        response.fields["x-orrery-reason"] = reason.headerText
        return response
    }
}
