import NIOCore
import NIOSSL

/// Gives TLS to a client that begins with it, and lets one that does not go without.
///
/// Three beginnings ask for it: a TLS record, PostgreSQL's `SSLRequest` (answered with `S`), and neither of the two for
/// plain bytes. PostgreSQL's `GSSENCRequest` is answered with `N`, and the client asks again.
/// https://www.postgresql.org/docs/15/protocol-message-formats.html
final class OptionalTLS: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private static let handshakeRecord: UInt8 = 0x16
    private static let sslRequest: [UInt8] = [0, 0, 0, 8, 0x04, 0xD2, 0x16, 0x2F]
    private static let gssRequest: [UInt8] = [0, 0, 0, 8, 0x04, 0xD2, 0x16, 0x30]

    private let tls: NIOSSLContext
    private let whenDecided: (_ isTLS: Bool) -> Void
    private var isDecided = false
    private var pending = ByteBuffer()

    /// - Parameter whenDecided: is called once, on the connection's event loop, before anything is passed on.
    init(_ tls: NIOSSLContext, whenDecided: @escaping (_ isTLS: Bool) -> Void = { _ in }) {
        self.tls = tls
        self.whenDecided = whenDecided
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if isDecided { return context.fireChannelRead(data) }
        var bytes = unwrapInboundIn(data)
        pending.writeBuffer(&bytes)
        decide(context)
    }

    private func decide(_ context: ChannelHandlerContext) {
        while !isDecided {
            let start = Array(pending.readableBytesView.prefix(Self.sslRequest.count))
            if start.isEmpty { return }
            if start == Self.gssRequest {
                pending.moveReaderIndex(forwardBy: start.count)
                answer("N", context)
            } else if start == Self.sslRequest {
                pending.moveReaderIndex(forwardBy: start.count)
                answer("S", context)
                pass(context, isTLS: true)
            } else if Self.sslRequest.starts(with: start) || Self.gssRequest.starts(with: start) {
                return
            } else {
                pass(context, isTLS: start.first == Self.handshakeRecord)
            }
        }
    }

    private func answer(_ text: String, _ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
    }

    private func pass(_ context: ChannelHandlerContext, isTLS: Bool) {
        isDecided = true
        whenDecided(isTLS)
        if isTLS {
            do {
                try context.pipeline.syncOperations.addHandler(
                    NIOSSLServerHandler(context: tls), position: .after(self))
            } catch {
                return context.close(promise: nil)
            }
        }
        if pending.readableBytes > 0 { context.fireChannelRead(wrapInboundOut(pending)) }
        pending = ByteBuffer()
    }
}
