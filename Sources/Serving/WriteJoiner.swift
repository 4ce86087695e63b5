import NIOCore

/// Joins what is written until the next flush into one buffer: the head and the body of an answer are then one record of
/// TLS and one write.
final class WriteJoiner: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// A longer piece goes on as it is: to copy it costs more than it saves.
    private static let longest = 16 * 1024

    private var joined: ByteBuffer?
    /// Those who are told when it has been written.
    private var promises: [EventLoopPromise<Void>] = []

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        var bytes = unwrapOutboundIn(data)
        if bytes.readableBytes > Self.longest {
            pass(context)
            return context.write(data, promise: promise)
        }
        if let promise { promises.append(promise) }
        if joined == nil { joined = bytes } else { joined?.writeBuffer(&bytes) }
        if let joined, joined.readableBytes > Self.longest { pass(context) }
    }

    func flush(context: ChannelHandlerContext) {
        pass(context)
        context.flush()
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        pass(context)
        context.close(mode: mode, promise: promise)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        for promise in promises { promise.fail(ChannelError.ioOnClosedChannel) }
        promises = []
    }

    private func pass(_ context: ChannelHandlerContext) {
        guard let bytes = joined else { return }
        joined = nil
        let waiting = promises
        promises = []
        if waiting.isEmpty { return context.write(wrapOutboundOut(bytes), promise: nil) }
        let written = context.eventLoop.makePromise(of: Void.self)
        for promise in waiting { written.futureResult.cascade(to: promise) }
        context.write(wrapOutboundOut(bytes), promise: written)
    }
}
