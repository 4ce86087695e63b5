import NIOCore
import NIOSSL

/// How a connection to a server elsewhere is encrypted.
package struct ClientTLS: Sendable {
    package enum Beginning: Sendable {
        /// The connection begins with TLS.
        case atOnce
        /// The client asks for it first, as PostgreSQL's `SSLRequest`; a server that says no ends the conversation.
        case afterRequest
    }

    private let context: NIOSSLContext
    /// What is sent as the server's name; nil for an address, which cannot be sent.
    private let name: String?
    private let beginning: Beginning

    /// - Parameters:
    ///   - verifies: whether the server must prove its name; without, anybody may answer.
    ///   - authority: the path of the certificates to trust; nil trusts whom the machine trusts.
    package init(host: String, verifies: Bool, authority: String? = nil, beginning: Beginning = .atOnce) throws {
        var configuration = TLSConfiguration.makeClientConfiguration()
        if let authority { configuration.trustRoots = .file(authority) }
        let isName = host.contains { $0.isLetter } && !host.contains(":")
        // An address is not in a server's name, so that only the chain can be checked.
        configuration.certificateVerification = !verifies ? .none : isName ? .fullVerification : .noHostnameVerification
        context = try NIOSSLContext(configuration: configuration)
        name = isName ? host : nil
        self.beginning = beginning
    }

    /// Adds what encrypts to a channel that is not connected yet.
    func add(to pipeline: ChannelPipeline.SynchronousOperations) throws {
        let handler = try NIOSSLClientHandler(context: context, serverHostname: name)
        switch beginning {
        case .atOnce: try pipeline.addHandler(handler)
        case .afterRequest: try pipeline.addHandler(TLSRequest(handler))
        }
    }
}

/// Asks a PostgreSQL server for TLS and begins it when the server agrees; what is written before waits.
///
/// https://www.postgresql.org/docs/15/protocol-flow.html#id-1.10.6.7.12
private final class TLSRequest: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private static let request: [UInt8] = [0, 0, 0, 8, 0x04, 0xD2, 0x16, 0x2F]

    private let handler: NIOSSLClientHandler
    private var isAgreed = false
    private var held: [(data: NIOAny, promise: EventLoopPromise<Void>?)] = []

    init(_ handler: NIOSSLClientHandler) { self.handler = handler }

    func channelActive(context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: Self.request)), promise: nil)
        context.fireChannelActive()
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if isAgreed { return context.write(data, promise: promise) }
        held.append((data, promise))
    }

    func flush(context: ChannelHandlerContext) { if isAgreed { context.flush() } }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if isAgreed { return context.fireChannelRead(data) }
        guard unwrapInboundIn(data).readableBytesView.first == UInt8(ascii: "S") else {
            return refuse(context, TLSRefused())
        }
        do {
            try context.pipeline.syncOperations.addHandler(handler, position: .before(self))
        } catch {
            return refuse(context, error)
        }
        isAgreed = true
        for write in held { context.write(write.data, promise: write.promise) }
        held = []
        context.flush()
    }

    func channelInactive(context: ChannelHandlerContext) {
        for write in held { write.promise?.fail(ChannelError.ioOnClosedChannel) }
        held = []
        context.fireChannelInactive()
    }

    private func refuse(_ context: ChannelHandlerContext, _ error: any Error) {
        context.fireErrorCaught(error)
        context.close(promise: nil)
    }
}

/// The server does not speak TLS.
package struct TLSRefused: Error, Sendable, CustomStringConvertible {
    package var description: String { "the server does not take TLS" }
}
