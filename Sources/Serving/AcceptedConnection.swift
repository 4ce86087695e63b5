import NIOCore
import Synchronization

/// A connection that has been accepted, and on which nothing has been read yet.
///
/// A listener that ends drops those that wait in its queue: they are closed. An asynchronous channel cannot be dropped
/// (its writer traps when it was never used), so it is made only when somebody takes the connection.
package final class AcceptedConnection: Sendable {
    private let channel: any Channel
    private let isTaken = Mutex(false)

    /// Only on the channel's event loop.
    ///
    /// - Parameter channel: has `autoRead` switched off.
    init(_ channel: any Channel) throws {
        self.channel = channel
        try channel.syncOptions?.setOption(.allowRemoteHalfClosure, value: true)
        try channel.pipeline.syncOperations.addHandler(EarlyBytes())
    }

    deinit {
        if !isTaken.withLock({ $0 }) { channel.close(promise: nil) }
    }

    /// Gives it to handlers of its own instead. The handlers are told when the client closes its side
    /// (`ChannelEvent.inputClosed`), and close theirs. Only on its event loop.
    func handled(by setUp: @Sendable (any Channel) throws -> Void) throws {
        isTaken.withLock { $0 = true }
        try begin(setUp)
    }

    /// The same for a connection that came before there were handlers; it is closed when `setUp` throws.
    func handledLater(by setUp: @escaping @Sendable (any Channel) throws -> Void) {
        if isTaken.withLock({ $0 }) { return }
        channel.eventLoop.execute {
            do {
                guard self.channel.isActive else { throw ChannelError.ioOnClosedChannel }
                try self.handled(by: setUp)
            } catch {
                self.channel.close(promise: nil)
            }
        }
    }

    /// What becomes of a piece of what the client sends.
    package enum Passage {
        case pass
        /// It is handed on, with what comes until then, when this returns.
        case wait(@Sendable () async -> Void)
        /// The connection is broken off.
        case close
    }

    /// Asked for each piece, on the connection's event loop.
    package typealias Pace = @Sendable () -> Passage

    /// Has `pace` judge all that the client sends, without TLS. Before the connection is taken.
    ///
    /// - Throws: `ChannelError.ioOnClosedChannel` when the client has gone already.
    package func paced(by pace: @escaping Pace) async throws {
        let channel = channel
        try await channel.eventLoop.submit {
            guard channel.isActive else { throw ChannelError.ioOnClosedChannel }
            try channel.pipeline.syncOperations.addHandler(PacedInput(pace))
        }.get()
    }

    package func close() { channel.close(promise: nil) }

    /// Calls `end` once the connection has been closed, at once when it is by now.
    package func whenClosed(_ end: @escaping @Sendable () -> Void) {
        channel.closeFuture.whenComplete { _ in end() }
    }

    /// The event loop that it is on.
    var eventLoop: any EventLoop { channel.eventLoop }

    /// Sets it up with `setUp` on its event loop, and begins to read from it.
    ///
    /// - Throws: `ChannelError.ioOnClosedChannel` when the client has gone already, and what `setUp` throws.
    func taken<Output: Sendable>(by setUp: @escaping @Sendable (any Channel) throws -> Output) async throws -> Output {
        isTaken.withLock { $0 = true }
        let channel = channel
        return try await channel.eventLoop.submit {
            guard channel.isActive else { throw ChannelError.ioOnClosedChannel }
            do {
                return try self.begin(setUp)
            } catch {
                channel.close(promise: nil)
                throw error
            }
        }.get()
    }

    /// Adds the handlers and begins to read. Only on its event loop.
    private func begin<Output>(_ setUp: (any Channel) throws -> Output) throws -> Output {
        let pipeline = channel.pipeline.syncOperations
        let early = try pipeline.context(handlerType: EarlyBytes.self)
        let output = try setUp(channel)
        pipeline.removeHandler(context: early, promise: nil)
        // A channel that refuses is closed, which the conversation finds out by itself.
        try? channel.syncOptions?.setOption(.autoRead, value: true)
        return output
    }

    /// The conversation on it, which now begins to be read.
    ///
    /// - Throws: `ChannelError.ioOnClosedChannel` when the client has gone already.
    func taken<Inbound: Sendable, Outbound: Sendable>() async throws -> NIOAsyncChannel<Inbound, Outbound> {
        try await taken {
            try NIOAsyncChannel(
                wrappingChannelSynchronously: $0, configuration: .init(isOutboundHalfClosureEnabled: true))
        }
    }
}

extension Channel {
    /// Waits until the client has closed its side, so that it reads what was sent last; closes for it after two seconds,
    /// and at once when the task is cancelled.
    func closedByClient() async {
        let late = eventLoop.scheduleTask(in: .seconds(2)) { self.close(promise: nil) }
        await withTaskCancellationHandler {
            try? await closeFuture.get()
        } onCancel: {
            close(promise: nil)
        }
        late.cancel()
    }

    /// Waits until it is closed; closes it when the task is cancelled.
    func closedByItself() async {
        await withTaskCancellationHandler {
            try? await closeFuture.get()
        } onCancel: {
            close(promise: nil)
        }
    }
}
