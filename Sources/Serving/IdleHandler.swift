import NIOCore
import Synchronization

/// Decides what an idle connection is: not one on which an answer is due, whoever makes it decides how long that takes.
final class IdleHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let waiting: WaitingRequests
    /// With HTTP/1.1 the exchange decides: what is half sent gets an answer.
    var passesOn = false

    init(_ waiting: WaitingRequests) { self.waiting = waiting }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard event is IdleStateHandler.IdleStateEvent else { return context.fireUserInboundEventTriggered(event) }
        if waiting.areThere { return }
        if passesOn { context.fireUserInboundEventTriggered(event) } else { context.close(promise: nil) }
    }
}

/// How many requests of a connection wait for the first byte of their answer: such a connection is not idle.
final class WaitingRequests: Sendable {
    private let count = Atomic<Int>(0)

    var areThere: Bool { count.load(ordering: .relaxed) > 0 }
    func begin() { count.wrappingAdd(1, ordering: .relaxed) }
    func end() { count.wrappingSubtract(1, ordering: .relaxed) }
}
