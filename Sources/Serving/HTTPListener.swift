package import HTTP
package import NIOCore
import NIOHTTP2
import NIOPosix
package import NIOSSL

/// A bound socket that speaks HTTP/1.1, and over TLS HTTP/2 too where the context offers it.
package struct HTTPListener: Sendable {
    /// What a request may cost.
    package struct Limits: Sendable {
        /// A longer body is refused and the connection closed.
        package var bodyBytes = 16 * 1024 * 1024
        package var targetBytes = 64 * 1024
        /// A single header field.
        package var fieldBytes = 64 * 1024
        /// All header fields together.
        package var headBytes = 256 * 1024
        /// A connection on which nothing comes and nothing goes for so long, between requests or within one, is closed;
        /// not while its answer is being made.
        package var idle: Duration = .seconds(60)
        /// What the client is told whose request is not taken.
        package var refusal: @Sendable (RequestFault) -> Response = { $0.response }

        package init() {}
    }

    package let address: ListenAddress
    package let isTLS: Bool
    private let limits: Limits
    private let socket: ServerSocket<Accepted>
    private let executors: EventLoopTaskExecutors

    private struct Accepted: Sendable {
        var connection: AcceptedConnection
        var pipeline: HTTPPipeline
    }

    /// Binds `address`; port 0 takes a free one. Nothing is accepted before `run`.
    ///
    /// - Throws: `BindError`.
    package static func bind(
        _ address: ListenAddress, tls: NIOSSLContext? = nil, limits: Limits = Limits(),
        on group: any EventLoopGroup = .singletonMultiThreadedEventLoopGroup
    ) async throws -> HTTPListener {
        let (socket, address) = try await bindServer(address, on: group) { channel in
            let pipeline = HTTPPipeline(scheme: tls == nil ? "http" : "https", limits: limits)
            if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
            try pipeline.addFirstHandlers(to: channel)
            return try Accepted(connection: AcceptedConnection(channel), pipeline: pipeline)
        }
        return HTTPListener(
            address: address, isTLS: tls != nil, limits: limits, socket: socket,
            executors: EventLoopTaskExecutors(group))
    }

    private init(
        address: ListenAddress, isTLS: Bool, limits: Limits, socket: ServerSocket<Accepted>,
        executors: EventLoopTaskExecutors
    ) {
        self.address = address
        self.isTLS = isTLS
        self.limits = limits
        self.socket = socket
        self.executors = executors
    }

    /// Accepts until the task is cancelled; every request is answered by `handler`.
    package func run(_ handler: @escaping Handler) async throws {
        let session = HTTPSession(handler: handler)
        try await withThrowingDiscardingTaskGroup { group in
            try await socket.executeThenClose { inbound in
                for try await accepted in inbound {
                    group.addTask(executorPreference: executors[accepted.connection.eventLoop]) {
                        if isTLS {
                            await Self.serveNegotiated(accepted, session)
                        } else {
                            await Self.servePlain(accepted, session)
                        }
                    }
                }
            }
        }
    }

    /// A client that leaves before it has said anything is nobody's concern.
    private static func servePlain(_ accepted: Accepted, _ session: HTTPSession) async {
        let pipeline = accepted.pipeline
        guard let client = try? await accepted.connection.taken(by: { try pipeline.http1Conversation(on: $0) }) else {
            return
        }
        await session.run(on: client)
    }

    /// The protocol that the TLS handshake has agreed on; HTTP/1.1 when it said nothing of one.
    private static func serveNegotiated(_ accepted: Accepted, _ session: HTTPSession) async {
        // Neither a handshake nor the connection of streams ends by itself when the task is cancelled.
        await withTaskCancellationHandler {
            await negotiateAndServe(accepted, session)
        } onCancel: {
            accepted.connection.close()
        }
    }

    private static func negotiateAndServe(_ accepted: Accepted, _ session: HTTPSession) async {
        let pipeline = accepted.pipeline
        let negotiation = try? await accepted.connection.taken { channel in
            channel.configureHTTP2AsyncSecureUpgrade(
                http1ConnectionInitializer: { channel in
                    channel.eventLoop.makeCompletedFuture { try pipeline.http1Conversation(on: channel) }
                },
                http2ConnectionInitializer: { channel in
                    channel.eventLoop.makeCompletedFuture { try pipeline.http2Streams(on: channel) }
                })
        }
        switch try? await negotiation?.get().get() {
        case .http1_1(let client): await session.run(on: client)
        case .http2(let streams):
            await withDiscardingTaskGroup { group in
                do {
                    for try await stream in streams.inbound { group.addTask { await session.run(on: stream) } }
                } catch {
                    // The connection broke, and its streams with it.
                }
            }
        case nil: break
        }
    }
}
