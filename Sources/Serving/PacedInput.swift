import NIOCore

/// Asks of what a client sends what becomes of it, and hands the pieces on in their order. What comes while a piece waits
/// is handed on with it.
final class PacedInput: ChannelDuplexHandler {
    typealias InboundIn = Any
    typealias InboundOut = Any
    typealias OutboundIn = Never

    /// So many pieces may wait; then nothing more is read from the socket.
    private static let mostHeld = 64

    private let judge: AcceptedConnection.Pace
    private var held: [NIOAny] = []
    private var waiting: Task<Void, Never>?
    private var isReadWanted = false
    private var isInputClosed = false

    init(_ judge: @escaping AcceptedConnection.Pace) { self.judge = judge }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if waiting != nil { return held.append(data) }
        switch judge() {
        case .pass: context.fireChannelRead(data)
        case .wait(let wait):
            held.append(data)
            begin(wait, context)
        case .close: context.close(promise: nil)
        }
    }

    private func begin(_ wait: @escaping @Sendable () async -> Void, _ context: ChannelHandlerContext) {
        let loop = context.eventLoop
        let bound = NIOLoopBound((handler: self, context: context), eventLoop: loop)
        waiting = Task {
            await wait()
            loop.execute { bound.value.handler.endWait(bound.value.context) }
        }
    }

    private func endWait(_ context: ChannelHandlerContext) {
        waiting = nil
        if held.isEmpty { return }
        // One of them may end the connection: there is nobody to hand the others to then.
        while !held.isEmpty { context.fireChannelRead(held.removeFirst()) }
        context.fireChannelReadComplete()
        if isInputClosed { context.fireUserInboundEventTriggered(ChannelEvent.inputClosed) }
        if isReadWanted {
            isReadWanted = false
            context.read()
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if waiting == nil { context.fireChannelReadComplete() }
    }

    func read(context: ChannelHandlerContext) {
        if held.count < Self.mostHeld { context.read() } else { isReadWanted = true }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if waiting != nil, event as? ChannelEvent == .inputClosed {
            isInputClosed = true
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        held = []
        waiting?.cancel()
        context.fireChannelInactive()
    }
}
