package import HTTP
package import NIOCore
import NIOHTTP1
import NIOPosix
package import NIOSSL

/// A bound socket that speaks HTTP/1.1, over TLS where it is given a context.
package struct HTTPListener: Sendable {
    typealias ServerChannel = NIOAsyncChannel<HTTPServerRequestPart, HTTPPart<HTTPResponseHead, ByteBuffer>>

    /// What a request may cost.
    package struct Limits: Sendable {
        /// A longer body is answered with 413 and the connection closed.
        package var bodyBytes = 16 * 1024 * 1024
        /// A connection on which nothing comes and nothing goes for so long, between requests or within one, is closed.
        package var idle: Duration = .seconds(60)

        package init() {}
    }

    package let address: ListenAddress
    package let isTLS: Bool
    private let limits: Limits
    private let channel: NIOAsyncChannel<AcceptedConnection, Never>

    /// Binds `address`; port 0 takes a free one. Nothing is accepted before `run`.
    ///
    /// - Throws: `BindError`.
    package static func bind(
        _ address: ListenAddress, tls: NIOSSLContext? = nil, limits: Limits = Limits(),
        on group: any EventLoopGroup = .singletonMultiThreadedEventLoopGroup
    ) async throws -> HTTPListener {
        let idle = TimeAmount.nanoseconds(limits.idle.components.seconds * 1_000_000_000)
        do {
            let channel = try await ServerBootstrap(group: group)
                .serverChannelOption(.backlog, value: 1024)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
                .childChannelOption(.autoRead, value: false)
                .bind(host: address.host, port: address.port) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        let pipeline = channel.pipeline.syncOperations
                        if let tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls)) }
                        try pipeline.configureHTTPServerPipeline(
                            withPipeliningAssistance: true, withErrorHandling: true)
                        try pipeline.addHandler(ResponseBuffersToIOData())
                        try pipeline.addHandler(IdleStateHandler(allTimeout: idle))
                        try pipeline.addHandler(CloseWhenIdle())
                        return AcceptedConnection(channel)
                    }
                }
            return HTTPListener(
                address: ListenAddress(of: channel.channel, asked: address), isTLS: tls != nil, limits: limits,
                channel: channel)
        } catch {
            throw BindError(address, error)
        }
    }

    private init(
        address: ListenAddress, isTLS: Bool, limits: Limits, channel: NIOAsyncChannel<AcceptedConnection, Never>
    ) {
        self.address = address
        self.isTLS = isTLS
        self.limits = limits
        self.channel = channel
    }

    /// Accepts until the task is cancelled; every request is answered by `handler`.
    package func run(_ handler: @escaping Handler) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            try await channel.executeThenClose { inbound in
                for try await accepted in inbound {
                    group.addTask {
                        guard let client: ServerChannel = try? await accepted.taken() else { return }
                        let session = HTTPSession(scheme: isTLS ? "https" : "http", limits: limits, handler: handler)
                        await session.run(on: client)
                    }
                }
            }
        }
    }
}

/// Wraps the bytes of a response as the encoder takes them: it knows files too, which no response here has.
final class ResponseBuffersToIOData: ChannelOutboundHandler, Sendable {
    typealias OutboundIn = HTTPPart<HTTPResponseHead, ByteBuffer>
    typealias OutboundOut = HTTPServerResponsePart

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let part: HTTPServerResponsePart =
            switch unwrapOutboundIn(data) {
            case .head(let head): .head(head)
            case .body(let bytes): .body(.byteBuffer(bytes))
            case .end(let trailers): .end(trailers)
            }
        context.write(wrapOutboundOut(part), promise: promise)
    }
}

/// Closes a connection on which nothing was read or written for the idle time.
private final class CloseWhenIdle: ChannelInboundHandler, Sendable {
    typealias InboundIn = NIOAny

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is IdleStateHandler.IdleStateEvent {
            context.close(promise: nil)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }
}
