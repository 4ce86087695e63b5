import NIOCore

/// Keeps what comes on a connection before it has handlers, and hands it to them when it leaves.
///
/// Nothing is read by then; but when a client closes its side, the socket is read to its end whoever listens, and what
/// it sent before would be lost.
final class EarlyBytes: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = Any

    private var pieces: [NIOAny] = []
    private var isInputClosed = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { pieces.append(data) }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard event as? ChannelEvent == .inputClosed else { return context.fireUserInboundEventTriggered(event) }
        isInputClosed = true
    }

    func removeHandler(context: ChannelHandlerContext, removalToken: ChannelHandlerContext.RemovalToken) {
        for piece in pieces { context.fireChannelRead(piece) }
        if !pieces.isEmpty { context.fireChannelReadComplete() }
        if isInputClosed { context.fireUserInboundEventTriggered(ChannelEvent.inputClosed) }
        context.leavePipeline(removalToken: removalToken)
    }
}
