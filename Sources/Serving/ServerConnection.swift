package import NIOCore
import NIOPosix
import Synchronization

/// Cuts what a server sends into replies.
package protocol ReplyDecoder: Sendable {
    associatedtype Reply: Sendable

    /// The next whole reply, taken from `buffer`; nil until more bytes come.
    ///
    /// - Throws: for bytes that are none; the connection ends.
    mutating func next(from buffer: inout ByteBuffer) throws -> Reply?
}

/// A connection to a server that answers requests in their order. Let go of it to close it.
package final class ServerConnection<Decoder: ReplyDecoder>: Sendable {
    package typealias Reply = Decoder.Reply

    private let channel: any Channel
    private let waiters: Waiters<Reply>

    /// - Throws: `UnreachableServer`.
    package static func connect(
        to address: ListenAddress, tls: ClientTLS? = nil, decoder: Decoder
    ) async throws -> ServerConnection {
        let waiters = Waiters<Reply>()
        do {
            let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .connectTimeout(.seconds(5))
                .channelOption(.tcpOption(.tcp_nodelay), value: 1)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try tls?.add(to: channel.pipeline.syncOperations)
                        try channel.pipeline.syncOperations.addHandler(Replies(decoder, waiters))
                    }
                }
                .connect(host: address.host, port: address.port).get()
            return ServerConnection(channel, waiters)
        } catch {
            throw UnreachableServer(address, error)
        }
    }

    private init(_ channel: any Channel, _ waiters: Waiters<Reply>) {
        self.channel = channel
        self.waiters = waiters
    }

    deinit { close() }

    /// Sends `request` and waits for its reply. A task that is cancelled ends the connection.
    package func send(_ request: ByteBuffer) async throws -> Reply {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                waiters.add(continuation) { channel.writeAndFlush(request, promise: nil) }
            }
        } onCancel: {
            close()
        }
    }

    /// Sends what has no reply.
    package func tell(_ message: ByteBuffer) { channel.writeAndFlush(message, promise: nil) }

    package func close() { channel.close(promise: nil) }
}

/// Who waits for a reply, in the order of the requests.
private final class Waiters<Reply: Sendable>: Sendable {
    private struct State {
        var queue: [CheckedContinuation<Reply, any Error>] = []
        var end: (any Error)?
    }

    private let state = Mutex(State())

    /// Adds a waiter and calls `send` before anybody else can; a connection that has ended fails at once.
    func add(_ waiter: CheckedContinuation<Reply, any Error>, _ send: () -> Void) {
        let end = state.withLock { state -> (any Error)? in
            if let end = state.end { return end }
            state.queue.append(waiter)
            send()
            return nil
        }
        if let end { waiter.resume(throwing: end) }
    }

    /// A reply that nobody asked for is passed over.
    func answer(_ reply: Reply) {
        state.withLock { $0.queue.isEmpty ? nil : $0.queue.removeFirst() }?.resume(returning: reply)
    }

    func end(_ error: any Error) {
        let rest = state.withLock { state in
            if state.end == nil { state.end = error }
            defer { state.queue = [] }
            return state.queue
        }
        for waiter in rest { waiter.resume(throwing: error) }
    }
}

private final class Replies<Decoder: ReplyDecoder>: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private var decoder: Decoder
    private var buffer = ByteBuffer()
    private let waiters: Waiters<Decoder.Reply>

    init(_ decoder: Decoder, _ waiters: Waiters<Decoder.Reply>) {
        self.decoder = decoder
        self.waiters = waiters
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        buffer.writeBuffer(&bytes)
        do {
            while let reply = try decoder.next(from: &buffer) { waiters.answer(reply) }
            buffer.discardReadBytes()
        } catch {
            errorCaught(context: context, error: error)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        waiters.end(error)
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        waiters.end(ConnectionEnded())
        context.fireChannelInactive()
    }
}

/// The server has ended the connection.
package struct ConnectionEnded: Error, Sendable, CustomStringConvertible {
    package var description: String { "the server closed the connection" }
}
