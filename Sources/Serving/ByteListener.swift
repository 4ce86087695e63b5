package import NIOCore
import NIOPosix
package import NIOSSL
import Synchronization

/// A bound socket whose connections are streams of bytes, for the wire protocols.
package struct ByteListener: Sendable {
    package let address: ListenAddress
    /// Clients speak TLS, or may.
    package let isEncrypted: Bool
    private let channel: ServerSocket<AcceptedConnection>
    private let handlers: Handlers
    private var intercept: Intercept?

    /// What becomes of a connection that was accepted.
    package enum Verdict: Sendable {
        case serve
        /// It is closed without a word.
        case refuse
        /// It has this conversation instead.
        case divert(@Sendable (ByteConnection) async throws -> Void)
    }

    /// Judges each connection before it is served.
    package typealias Intercept = @Sendable (AcceptedConnection) async -> Verdict

    /// What `run(handlers:)` was given: a connection that comes after that has its handlers from its first byte on.
    private final class Handlers: Sendable {
        let setUp = Mutex<(@Sendable (any Channel) throws -> Void)?>(nil)
    }

    /// Binds `address`; port 0 takes a free one. Nothing is accepted before `run`.
    ///
    /// - Parameters:
    ///   - tls: every client must begin with TLS.
    ///   - optionalTLS: a client may begin with TLS, by PostgreSQL's request too.
    /// - Throws: `BindError`.
    package static func bind(
        _ address: ListenAddress, tls: NIOSSLContext? = nil, optionalTLS: NIOSSLContext? = nil,
        on group: any EventLoopGroup = .singletonMultiThreadedEventLoopGroup
    ) async throws -> ByteListener {
        let handlers = Handlers()
        let (channel, address) = try await bindServer(address, on: group) { channel in
            if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
            if let optionalTLS { try channel.pipeline.syncOperations.addHandler(OptionalTLS(optionalTLS)) }
            let connection = try AcceptedConnection(channel)
            if let setUp = handlers.setUp.withLock({ $0 }) { try connection.handled(by: setUp) }
            return connection
        }
        return ByteListener(
            address: address, isEncrypted: tls != nil || optionalTLS != nil, channel: channel, handlers: handlers)
    }

    private init(
        address: ListenAddress, isEncrypted: Bool, channel: ServerSocket<AcceptedConnection>, handlers: Handlers
    ) {
        self.address = address
        self.isEncrypted = isEncrypted
        self.channel = channel
        self.handlers = handlers
    }

    /// The same listener, with `intercept` before every session.
    package func intercepted(by intercept: @escaping Intercept) -> ByteListener {
        var copy = self
        copy.intercept = intercept
        return copy
    }

    /// Accepts until the task is cancelled; each connection runs `session` in a task of its own and is closed when
    /// `session` returns or throws.
    package func run(_ session: @escaping @Sendable (ByteConnection) async throws -> Void) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            try await channel.executeThenClose { inbound in
                for try await client in inbound {
                    group.addTask {
                        switch await intercept?(client) ?? .serve {
                        case .serve: await Self.serve(client, session)
                        case .refuse: break
                        case .divert(let session): await Self.serve(client, session)
                        }
                    }
                }
            }
        }
    }

    /// Accepts until the task is cancelled, and gives each connection to plain handlers that `setUp` adds to it, on the
    /// connection's event loop: for a protocol whose commands cost less than a hand-over between tasks.
    package func run(handlers setUp: @escaping @Sendable (any Channel) throws -> Void) async throws {
        // Who is judged first gets its handlers after that.
        if intercept == nil { handlers.setUp.withLock { $0 = setUp } }
        try await withThrowingDiscardingTaskGroup { group in
            try await channel.executeThenClose { inbound in
                for try await client in inbound {
                    guard let intercept else {
                        client.handledLater(by: setUp)
                        continue
                    }
                    group.addTask {
                        switch await intercept(client) {
                        case .serve: client.handledLater(by: setUp)
                        case .refuse: break
                        case .divert(let session): await Self.serve(client, session)
                        }
                    }
                }
            }
        }
    }

    /// An error ends this one connection: there is nobody to tell but the client, and it has been told by then.
    private static func serve(
        _ accepted: AcceptedConnection,
        _ session: @Sendable (ByteConnection) async throws -> Void
    ) async {
        guard let client: NIOAsyncChannel<ByteBuffer, ByteBuffer> = try? await accepted.taken() else { return }
        try? await client.executeThenClose { inbound, outbound in
            let connection = ByteConnection(
                inbound: inbound, outbound: outbound,
                remoteAddress: client.channel.remoteAddress?.description ?? "unknown")
            try? await session(connection)
            outbound.finish()
            await client.channel.closedByClient()
        }
    }
}

/// One connection as a stream of bytes.
package struct ByteConnection: Sendable {
    /// What the client sends, one buffer for each read of the socket. Iterate it once.
    package let inbound: NIOAsyncChannelInboundStream<ByteBuffer>
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    /// For messages and for `CLIENT LIST`.
    package let remoteAddress: String

    init(
        inbound: NIOAsyncChannelInboundStream<ByteBuffer>, outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>,
        remoteAddress: String
    ) {
        self.inbound = inbound
        self.outbound = outbound
        self.remoteAddress = remoteAddress
    }

    /// Writes and flushes; returns when the socket can take more. Answer all the frames of one read with one call.
    package func write(_ bytes: ByteBuffer) async throws {
        try await outbound.write(bytes)
    }

    /// Says that nothing more will be written.
    package func finish() { outbound.finish() }
}
