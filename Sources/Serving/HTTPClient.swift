package import HTTP
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// An HTTP/1.1 server somewhere else: a process on this machine, or the real thing behind a mock.
///
/// Every request has a connection of its own. A body comes piece by piece, as the server sends it; what the reader has
/// not asked for yet waits in memory.
package struct HTTPClient: Sendable {
    private let address: ListenAddress
    private let tls: NIOSSLContext?

    package init(host: String, port: Int) {
        address = ListenAddress(host: host, port: port)
        tls = nil
    }

    /// - Parameter isTLS: speak TLS, and trust whom the machine trusts.
    package init(host: String, port: Int, isTLS: Bool) throws {
        address = ListenAddress(host: host, port: port)
        tls = isTLS ? try NIOSSLContext(configuration: .makeClientConfiguration()) : nil
    }

    /// Sends `request` with the fields it has; those that concern a single connection are left out.
    ///
    /// - Throws: `UnreachableServer` when there is no answer.
    package func send(_ request: Request) async throws -> Response {
        let (parts, sink) = AsyncThrowingStream.makeStream(of: HTTPClientResponsePart.self)
        let host = address.host
        do {
            let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .connectTimeout(.seconds(5))
                .channelOption(.tcpOption(.tcp_nodelay), value: 1)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        let pipeline = channel.pipeline.syncOperations
                        if let tls {
                            // A name is sent and checked; an address cannot be sent.
                            let name = host.contains { $0.isLetter } ? host : nil
                            try pipeline.addHandler(NIOSSLClientHandler(context: tls, serverHostname: name))
                        }
                        let encoder = HTTPRequestEncoder()
                        let decoder = ByteToMessageHandler(
                            HTTPResponseDecoder(leftOverBytesStrategy: .forwardBytes))
                        try pipeline.addHandlers([
                            encoder, decoder, Exchange(request, sink, codecs: [decoder, encoder]),
                        ])
                    }
                }
                .connect(host: host, port: address.port).get()
            sink.onTermination = { _ in channel.close(promise: nil) }
            return try await response(parts, channel)
        } catch let error as UnreachableServer {
            throw error
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            throw UnreachableServer(address, error)
        }
    }

    private func response(
        _ parts: AsyncThrowingStream<HTTPClientResponsePart, any Error>, _ channel: any Channel
    ) async throws -> Response {
        var iterator = parts.makeAsyncIterator()
        do {
            guard case .head(let head)? = try await iterator.next() else {
                try Task.checkCancellation()
                throw UnreachableServer(address: address, reason: "it closed the connection without an answer")
            }
            var response = Response(Status(Int(head.status.code)))
            for (name, value) in head.headers where !Exchange.ownFields.contains(name.lowercased()) {
                response.fields.append(name, value)
            }
            if head.status == .switchingProtocols {
                response.fields["connection"] = "upgrade"
                response.fields["upgrade"] = head.headers.first(name: "upgrade")
                response.body = .upgrade { try await Self.relay($0, parts, channel) }
                return response
            }
            let length = head.headers.first(name: "content-length").flatMap { Int($0) }
            response.body = .stream { writer in
                for try await case .body(let piece) in parts { try await writer.write(Array(piece.readableBytesView)) }
            }
            // A short body is had whole, so that it can be answered with its length.
            if let length, length <= 1024 * 1024 { response.body = .bytes(try await response.collectedBody()) }
            return response
        } catch let error as UnreachableServer {
            throw error
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            throw UnreachableServer(address, error)
        }
    }

    /// Carries bytes both ways until one side closes.
    private static func relay(
        _ client: UpgradedConnection, _ parts: AsyncThrowingStream<HTTPClientResponsePart, any Error>,
        _ channel: any Channel
    ) async throws {
        defer { channel.close(promise: nil) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for try await bytes in client.inbound {
                    try await channel.writeAndFlush(channel.allocator.buffer(bytes: bytes))
                }
            }
            group.addTask {
                for try await case .body(let bytes) in parts { try await client.write(Array(bytes.readableBytesView)) }
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }
}

/// A server that gives no answer.
package struct UnreachableServer: Error, Sendable, CustomStringConvertible {
    package var address: ListenAddress
    package var reason: String

    init(address: ListenAddress, reason: String) {
        self.address = address
        self.reason = reason
    }

    init(_ address: ListenAddress, _ error: any Error) {
        let text = "\(error)"
        let isRefused = text.contains("ECONNREFUSED") || text.contains("Connection refused")
        self.init(address: address, reason: isRefused ? "connection refused" : text)
    }

    package var description: String { "\(address): \(reason)" }
}

/// Writes one request once the connection stands, and passes the response's parts on.
private final class Exchange: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    /// RFC 9110 7.6.1: fields that concern a single connection.
    static let ownFields: Set<String> = [
        "connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade",
    ]

    private let request: Request
    private let sink: AsyncThrowingStream<HTTPClientResponsePart, any Error>.Continuation
    /// The handlers of HTTP, which an upgrade takes out.
    private let codecs: [any RemovableChannelHandler]
    private var isUpgrading = false
    private var isUpgraded = false

    /// After an upgrade the neighbour's type is another.
    private final class Bytes: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
    }

    init(
        _ request: Request, _ sink: AsyncThrowingStream<HTTPClientResponsePart, any Error>.Continuation,
        codecs: [any RemovableChannelHandler]
    ) {
        self.request = request
        self.sink = sink
        self.codecs = codecs
    }

    func channelActive(context: ChannelHandlerContext) {
        var head = HTTPRequestHead(
            version: .http1_1, method: HTTPMethod(rawValue: request.method.rawValue), uri: request.target)
        for field in request.fields where !Self.ownFields.contains(field.name.lowercased()) {
            head.headers.add(name: field.name, value: field.value)
        }
        if !head.headers.contains(name: "host") { head.headers.add(name: "host", value: request.authority) }
        if let upgrade = request.upgradeProtocol {
            head.headers.replaceOrAdd(name: "connection", value: "Upgrade")
            head.headers.replaceOrAdd(name: "upgrade", value: upgrade)
        } else {
            head.headers.replaceOrAdd(name: "connection", value: "close")
        }
        let hasBody = !request.body.isEmpty
        if hasBody || ["POST", "PUT", "PATCH"].contains(request.method.rawValue) {
            head.headers.replaceOrAdd(name: "content-length", value: "\(request.body.count)")
        }
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if hasBody {
            context.write(
                wrapOutboundOut(.body(.byteBuffer(context.channel.allocator.buffer(bytes: request.body)))), promise: nil
            )
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if isUpgraded {
            sink.yield(.body(Bytes.unwrapInboundIn(data)))
            return
        }
        let part = unwrapInboundIn(data)
        switch part {
        case .head(let head):
            isUpgrading = head.status == .switchingProtocols
            sink.yield(part)
        case .body: sink.yield(part)
        case .end where isUpgrading:
            isUpgraded = true
            for codec in codecs { context.pipeline.syncOperations.removeHandler(codec, promise: nil) }
        case .end:
            sink.yield(part)
            sink.finish()
            context.close(promise: nil)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        sink.finish(throwing: error)
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        sink.finish()
        context.fireChannelInactive()
    }
}
