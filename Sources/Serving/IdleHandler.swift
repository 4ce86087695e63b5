import NIOCore
import Synchronization

/// Ends an idle connection: one on which nothing comes and nothing goes for a while, and no answer is due, whoever makes
/// it decides how long that takes.
///
/// The time is looked at when it may be over, and not for each read and write: a timer or a promise for each of those
/// costs more than what it watches.
final class IdleHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// Nothing has come or gone for the time that was set.
    struct IsIdle: Sendable {}

    private let limit: TimeAmount
    private let waiting: WaitingRequests
    /// With HTTP/1.1 the exchange decides: what is half sent gets an answer.
    var passesOn = false
    private var lastUse = NIODeadline.now()
    private var timer: Scheduled<Void>?

    init(after limit: TimeAmount, _ waiting: WaitingRequests) {
        self.limit = limit
        self.waiting = waiting
    }

    func handlerAdded(context: ChannelHandlerContext) { watch(context, until: .now() + limit) }

    func handlerRemoved(context: ChannelHandlerContext) { timer?.cancel() }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        lastUse = .now()
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        lastUse = .now()
        context.write(data, promise: promise)
    }

    private func watch(_ context: ChannelHandlerContext, until deadline: NIODeadline) {
        let context = NIOLoopBound(context, eventLoop: context.eventLoop)
        let this = NIOLoopBound(self, eventLoop: context.value.eventLoop)
        timer = context.value.eventLoop.scheduleTask(deadline: deadline) { this.value.look(context.value) }
    }

    private func look(_ context: ChannelHandlerContext) {
        let now = NIODeadline.now()
        guard now >= lastUse + limit else { return watch(context, until: lastUse + limit) }
        watch(context, until: now + limit)
        if waiting.areThere { return }
        if passesOn { context.fireUserInboundEventTriggered(IsIdle()) } else { context.close(promise: nil) }
    }
}

/// How many requests of a connection wait for the first byte of their answer: such a connection is not idle.
final class WaitingRequests: Sendable {
    private let count = Atomic<Int>(0)

    var areThere: Bool { count.load(ordering: .relaxed) > 0 }
    func begin() { count.wrappingAdd(1, ordering: .relaxed) }
    func end() { count.wrappingSubtract(1, ordering: .relaxed) }
}
