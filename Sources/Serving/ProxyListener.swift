package import HTTP
import NIOCore
import Synchronization

/// A bound socket that is an HTTP proxy: requests with an absolute target, and tunnels by CONNECT.
///
/// Nothing is connected to anywhere: the request in a tunnel is answered here too, behind a certificate of the local
/// authority for the name that the client asked for. RFC 9110 9.3.6.
package struct ProxyListener: Sendable {
    /// What becomes of a CONNECT.
    package enum Verdict: Sendable {
        case open
        /// The reason is the answer's reason phrase too, which is what most clients show.
        case refused(Status, reason: String)
        /// Nothing is answered, as when packets are dropped.
        case silent
    }

    private struct Accepted: Sendable {
        var connection: AcceptedConnection
        var tunnel: Tunnel
    }

    package let address: ListenAddress
    private let limits: HTTPListener.Limits
    private let socket: ServerSocket<Accepted>

    /// Binds `address`; port 0 takes a free one. Nothing is accepted before `run`.
    ///
    /// - Parameter connect: judges a CONNECT to a host and a port, on an event loop: it must not block.
    /// - Throws: `BindError`.
    package static func bind(
        _ address: ListenAddress, certificates: LeafCertificates, limits: HTTPListener.Limits = .init(),
        connect: @escaping @Sendable (_ host: String, _ port: Int) -> Verdict
    ) async throws -> ProxyListener {
        let (socket, address) = try await bindServer(address) { channel in
            let tunnel = Tunnel()
            try channel.pipeline.syncOperations.addHandler(ConnectHandler(tunnel, certificates, connect))
            return try Accepted(connection: AcceptedConnection(channel), tunnel: tunnel)
        }
        return ProxyListener(address: address, limits: limits, socket: socket)
    }

    private init(address: ListenAddress, limits: HTTPListener.Limits, socket: ServerSocket<Accepted>) {
        self.address = address
        self.limits = limits
        self.socket = socket
    }

    /// Accepts until the task is cancelled. A request comes to `handler` with the scheme and the authority that the
    /// client meant.
    package func run(_ handler: @escaping Handler) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            try await socket.executeThenClose { inbound in
                for try await accepted in inbound {
                    group.addTask {
                        let pipeline = HTTPPipeline(scheme: "http", limits: limits)
                        let client = try? await accepted.connection.taken { channel in
                            try pipeline.http1Conversation(on: channel)
                        }
                        guard let client else { return }
                        let tunnel = accepted.tunnel
                        await HTTPSession { await handler(tunnel.addressed($0)) }.run(on: client)
                    }
                }
            }
        }
    }
}

/// Where one connection's tunnel leads, once there is one.
private final class Tunnel: Sendable {
    private struct Target {
        var host: String
        var port: Int
        var isTLS = false
    }

    private let target = Mutex<Target?>(nil)

    func lead(to host: String, _ port: Int) { target.withLock { $0 = Target(host: host, port: port) } }
    func beginTLS() { target.withLock { $0?.isTLS = true } }

    /// `request` as it would have come to the tunnel's end.
    func addressed(_ request: Request) -> Request {
        guard let target = target.withLock({ $0 }) else { return request }
        var request = request
        request.scheme = target.isTLS ? "https" : "http"
        let usual = target.isTLS ? 443 : 80
        request.authority = target.port == usual ? target.host : "\(target.host):\(target.port)"
        return request
    }
}

/// Answers a CONNECT at the head of a connection, and gets out of the way.
private final class ConnectHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private static let headLimit = 16 * 1024
    private static let verb = Array("CONNECT ".utf8)
    private static let headEnd = Array("\r\n\r\n".utf8)

    private let tunnel: Tunnel
    private let certificates: LeafCertificates
    private let connect: @Sendable (_ host: String, _ port: Int) -> ProxyListener.Verdict
    private var isDone = false
    private var pending = ByteBuffer()

    init(
        _ tunnel: Tunnel, _ certificates: LeafCertificates,
        _ connect: @escaping @Sendable (_ host: String, _ port: Int) -> ProxyListener.Verdict
    ) {
        self.tunnel = tunnel
        self.certificates = certificates
        self.connect = connect
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if isDone { return context.fireChannelRead(data) }
        var bytes = unwrapInboundIn(data)
        pending.writeBuffer(&bytes)
        let view = pending.readableBytesView
        if !Self.verb.starts(with: view.prefix(Self.verb.count)) { return pass(context) }
        guard let end = view.firstRange(of: Self.headEnd) else {
            if view.count > Self.headLimit { refuse(431, "the head is too long", context) }
            return
        }
        let head = String(decoding: view[..<end.lowerBound], as: UTF8.self)
        pending.moveReaderIndex(forwardBy: end.upperBound - view.startIndex)
        open(head, context)
    }

    private func pass(_ context: ChannelHandlerContext) {
        isDone = true
        if pending.readableBytes > 0 { context.fireChannelRead(wrapInboundOut(pending)) }
        pending = ByteBuffer()
    }

    private func open(_ head: String, _ context: ChannelHandlerContext) {
        let words = head.prefix { $0 != "\r\n" }.split(separator: " ")
        let target = words.dropFirst().first.map(String.init) ?? ""
        guard words.count == 3, let colon = target.lastIndex(of: ":"),
            let port = UInt16(target[target.index(after: colon)...]), colon != target.startIndex
        else { return refuse(.badRequest, "CONNECT takes a host and a port", context) }
        let host = target[..<colon].lowercased()
        switch connect(host, Int(port)) {
        case .refused(let status, let reason): refuse(status, reason, context)
        case .silent: isDone = true
        case .open:
            do {
                let tunnel = tunnel
                tunnel.lead(to: host, Int(port))
                let optional = OptionalTLS(try certificates.context(for: [host])) { isTLS in
                    if isTLS { tunnel.beginTLS() }
                }
                try context.pipeline.syncOperations.addHandler(optional, position: .after(self))
                write("HTTP/1.1 200 Connection established\r\n\r\n", context)
                pass(context)
            } catch {
                refuse(.internalServerError, "there is no certificate for \(host): \(error)", context)
            }
        }
    }

    private func refuse(_ status: Status, _ reason: String, _ context: ChannelHandlerContext) {
        isDone = true
        let phrase = reason.headerText
        let body = String(decoding: Self.bytes(of: .problem(status, reason)), as: UTF8.self)
        write(
            "HTTP/1.1 \(status.code) \(phrase)\r\ncontent-type: application/problem+json\r\n"
                + "x-orrery-reason: \(phrase)\r\ncontent-length: \(body.utf8.count)\r\nconnection: close\r\n\r\n\(body)",
            context)
        context.close(promise: nil)
    }

    private static func bytes(of response: Response) -> [UInt8] {
        if case .bytes(let bytes) = response.body { bytes } else { [] }
    }

    private func write(_ text: String, _ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
    }
}
