import HTTP
import NIOCore
import NIOHTTP1

/// The conversation on one HTTP/1.1 connection or HTTP/2 stream: a request, its response, the next request.
struct HTTPSession: Sendable {
    typealias Outbound = NIOAsyncChannelOutboundWriter<SentMessage>

    let handler: Handler

    /// An error ends this one connection: there is nobody to tell but the client.
    func run(on client: HTTPConversation) async {
        let channel = client.channel
        try? await client.executeThenClose { inbound, outbound in
            try? await converse(inbound, outbound, channel)
            // A stream of HTTP/2 is the child of its connection, and ends by itself when its answer has gone.
            if channel.parent?.parent != nil { return await channel.closedByItself() }
            outbound.finish()
            await channel.closedByClient()
        }
    }

    private func converse(
        _ inbound: NIOAsyncChannelInboundStream<ReceivedMessage>, _ outbound: Outbound, _ channel: any Channel
    ) async throws {
        let messages = Messages(inbound.makeAsyncIterator())
        while case .request(let request, let keepAlive)? = try await messages.next() {
            let response = await handler(request)
            if case .upgrade(let body) = response.body {
                return try await upgrade(response, body, messages, outbound, channel)
            }
            try await send(response, to: request, keepAlive: keepAlive, outbound, channel)
            if !keepAlive { return }
        }
    }

    private func send(
        _ response: Response, to request: Request, keepAlive: Bool, _ outbound: Outbound, _ channel: any Channel
    ) async throws {
        var head = HTTPResponseHead(response)
        if !keepAlive { head.headers.replaceOrAdd(name: "connection", value: "close") }
        let hasBody = request.method != .head && response.status.mayHaveBody
        switch response.body {
        case .bytes(let bytes):
            if response.status.mayHaveBody, response.fields["content-length"] == nil {
                head.headers.add(name: "content-length", value: "\(bytes.count)")
            }
            head.headers.remove(name: "transfer-encoding")
            let body = hasBody && !bytes.isEmpty ? channel.allocator.buffer(bytes: bytes) : nil
            try await outbound.write(.response(head, body))
        case .stream(let produce):
            head.headers.remove(name: "content-length")
            try await outbound.write(.head(head))
            if hasBody {
                try await untilClosed(channel) {
                    try await produce(
                        BodyWriter { try await outbound.write(.body(channel.allocator.buffer(bytes: $0))) })
                }
            }
            try await outbound.write(.end)
        case .upgrade: break
        }
    }

    /// Leaves HTTP: from here on the connection is a stream of bytes each way.
    private func upgrade(
        _ response: Response, _ body: @escaping @Sendable (UpgradedConnection) async throws -> Void,
        _ messages: Messages, _ outbound: Outbound, _ channel: any Channel
    ) async throws {
        try await outbound.write(.upgrade(HTTPResponseHead(response)))
        let connection = UpgradedConnection(
            inbound: AsyncThrowingStream {
                guard case .bytes(let bytes)? = try await messages.next() else { return nil }
                return Array(bytes.readableBytesView)
            },
            send: { try await outbound.write(.bytes(channel.allocator.buffer(bytes: $0))) })
        try await untilClosed(channel) { try await body(connection) }
    }

    /// Runs `body`, which is cancelled when the client closes the connection: what waits for something to say would
    /// not notice before it has.
    private func untilClosed(
        _ channel: any Channel, _ body: @escaping @Sendable () async throws -> Void
    ) async throws {
        let (closed, sink) = AsyncStream.makeStream(of: Void.self)
        channel.closeFuture.whenComplete { _ in sink.finish() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await body() }
            group.addTask { for await _ in closed {} }
            try await group.next()
            group.cancelAll()
        }
    }
}

/// What comes in on one connection, for one reader at a time: the session's loop, and after an upgrade whoever reads the
/// bytes.
private final class Messages: @unchecked Sendable {
    private var iterator: NIOAsyncChannelInboundStream<ReceivedMessage>.AsyncIterator

    init(_ iterator: NIOAsyncChannelInboundStream<ReceivedMessage>.AsyncIterator) { self.iterator = iterator }

    func next() async throws -> ReceivedMessage? { try await iterator.next() }
}

extension Status {
    /// RFC 9110 6.4.1: 1xx, 204 and 304 never have a body.
    fileprivate var mayHaveBody: Bool { code >= 200 && code != 204 && code != 304 }
}
