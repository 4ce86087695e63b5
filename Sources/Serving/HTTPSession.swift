import HTTP
import NIOCore
import NIOHTTP1

/// The conversation on one HTTP connection: a request, its response, the next request.
struct HTTPSession: Sendable {
    typealias Inbound = NIOAsyncChannelInboundStream<HTTPServerRequestPart>
    typealias Outbound = NIOAsyncChannelOutboundWriter<HTTPPart<HTTPResponseHead, ByteBuffer>>

    let scheme: String
    let limits: HTTPListener.Limits
    let handler: Handler
    /// Completes when the connection is closed.
    var closing: EventLoopFuture<Void>?

    /// An error ends this one connection: there is nobody to tell but the client.
    func run(on client: HTTPListener.ServerChannel) async {
        var session = self
        session.closing = client.channel.closeFuture
        await session.serve(client)
    }

    /// Runs `body`, which is cancelled when the client closes the connection: what waits for something to say would
    /// not notice before it has.
    private func untilClosed(_ body: @escaping @Sendable () async throws -> Void) async throws {
        guard let closing else { return try await body() }
        let (closed, sink) = AsyncStream.makeStream(of: Void.self)
        closing.whenComplete { _ in sink.finish() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await body() }
            group.addTask { for await _ in closed {} }
            try await group.next()
            group.cancelAll()
        }
    }

    private func serve(_ client: HTTPListener.ServerChannel) async {
        let remote = client.channel.remoteAddress?.ipAddress
        let allocator = client.channel.allocator
        try? await client.executeThenClose { inbound, outbound in
            try? await converse(inbound, outbound, remote: remote, allocator: allocator)
            outbound.finish()
            await client.channel.closedByClient()
        }
    }

    private func converse(
        _ inbound: Inbound, _ outbound: Outbound, remote: String?, allocator: ByteBufferAllocator
    ) async throws {
        var parts = inbound.makeAsyncIterator()
        while case .head(let head)? = try await parts.next() {
            let declared = head.headers.first(name: "content-length").flatMap { Int($0) } ?? 0
            if head.headers.contains(name: "expect"), declared <= limits.bodyBytes {
                try await outbound.write(.head(HTTPResponseHead(version: .http1_1, status: .continue)))
            }
            guard let body = try await body(of: head, &parts) else {
                let tooLarge = Response.problem(
                    .contentTooLarge,
                    "the body is longer than \(limits.bodyBytes) bytes, which is the most this listener takes")
                return try await send(tooLarge, to: head, keepAlive: false, outbound, allocator)
            }
            let request = request(head, body: body, remote: remote)
            let response = await handler(request)
            try await send(response, to: head, keepAlive: head.isKeepAlive, outbound, allocator)
            if !head.isKeepAlive { return }
        }
    }

    /// The body after `head`; nil when it is longer than the limit.
    private func body(
        of head: HTTPRequestHead, _ parts: inout Inbound.AsyncIterator
    ) async throws -> [UInt8]? {
        if let declared = head.headers.first(name: "content-length").flatMap(Int.init), declared > limits.bodyBytes {
            return nil
        }
        var body: [UInt8] = []
        while let part = try await parts.next() {
            switch part {
            case .head: return body
            case .body(let piece):
                if body.count + piece.readableBytes > limits.bodyBytes { return nil }
                body.append(contentsOf: piece.readableBytesView)
            case .end: return body
            }
        }
        throw ChannelError.inputClosed
    }

    private func request(_ head: HTTPRequestHead, body: [UInt8], remote: String?) -> Request {
        var fields = Fields()
        for (name, value) in head.headers { fields.append(name, value) }
        var target = head.uri
        var authority = fields["host"] ?? ""
        // RFC 9112 3.2.2: an absolute target wins over the Host field.
        if let schemeEnd = target.firstRange(of: "://"), target.first != "/" {
            let rest = target[schemeEnd.upperBound...]
            let pathStart = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
            authority = String(rest[..<pathStart])
            target = String(rest[pathStart...])
        }
        if !target.hasPrefix("/") && target != "*" { target = "/" + target }
        return Request(
            Method(head.method.rawValue), target, scheme: scheme, authority: authority, fields: fields, body: body,
            remoteAddress: remote)
    }

    private func send(
        _ response: Response, to request: HTTPRequestHead, keepAlive: Bool, _ outbound: Outbound,
        _ allocator: ByteBufferAllocator
    ) async throws {
        var head = HTTPResponseHead(
            version: .http1_1,
            status: HTTPResponseStatus(statusCode: response.status.code, reasonPhrase: response.status.reason))
        for field in response.fields { head.headers.add(name: field.name, value: field.value) }
        if !keepAlive { head.headers.replaceOrAdd(name: "connection", value: "close") }
        let hasBody = request.method != .HEAD && response.status.mayHaveBody
        switch response.body {
        case .bytes(let bytes):
            if response.status.mayHaveBody, !head.headers.contains(name: "content-length") {
                head.headers.add(name: "content-length", value: "\(bytes.count)")
            }
            head.headers.remove(name: "transfer-encoding")
            var parts: [HTTPPart<HTTPResponseHead, ByteBuffer>] = [.head(head)]
            if hasBody, !bytes.isEmpty { parts.append(.body(allocator.buffer(bytes: bytes))) }
            parts.append(.end(nil))
            try await outbound.write(contentsOf: parts)
        case .stream(let produce):
            head.headers.remove(name: "content-length")
            try await outbound.write(.head(head))
            if hasBody {
                try await untilClosed {
                    try await produce(BodyWriter { try await outbound.write(.body(allocator.buffer(bytes: $0))) })
                }
            }
            try await outbound.write(.end(nil))
        }
    }
}

extension Status {
    /// RFC 9110 6.4.1: 1xx, 204 and 304 never have a body.
    fileprivate var mayHaveBody: Bool { code >= 200 && code != 204 && code != 304 }
}
