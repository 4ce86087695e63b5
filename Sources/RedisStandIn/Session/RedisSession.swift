import Synchronization

/// A client in the same process: commands in, replies out, without sockets.
///
/// Commands run in the order in which they are given. It speaks RESP3, so that messages of channels (`messages`) are
/// apart from replies. Let go of it to close it.
package final class RedisSession: Sendable {
    private let loop: EngineLoop
    private let id: Client.ID
    private let waiters = Waiters()
    /// What the channels brought that this session subscribed to: `.push` values, such as `message`, channel, payload.
    package let messages: AsyncStream<RESPValue>
    private let messageSink: AsyncStream<RESPValue>.Continuation

    /// Those who wait for a reply, in the order in which the engine got their commands. Only ever touched in a turn.
    private final class Waiters: @unchecked Sendable {
        var queue: RingBuffer<CheckedContinuation<RESPValue, Never>> = RingBuffer()
        /// The reply that nobody waits for: the caller has the turn.
        var immediate: RESPValue?
        /// How many of them there were in a row.
        var immediates = 0
        /// Nothing comes any more.
        var isClosed = false
    }

    init(loop: EngineLoop, id: Client.ID, user: RedisUser?, remoteAddress: String) {
        self.loop = loop
        self.id = id
        (messages, messageSink) = AsyncStream.makeStream(of: RESPValue.self)
        loop.submit { [weak self] engine in
            let client = Client(
                id: id, remoteAddress: remoteAddress,
                user: user.flatMap { engine.access[$0.name] } ?? engine.defaultUser, now: engine.keyspace.now,
                deliver: { [weak self] delivery in self?.take(delivery) })
            client.version = .resp3
            engine.add(client)
        }
    }

    deinit {
        let id = id
        messageSink.finish()
        loop.submit { engine in engine.client(id).map { engine.close($0) } }
    }

    /// Runs one command. Errors are replies too.
    ///
    /// A blocking command ends with a null reply when the task is cancelled. `SUBSCRIBE` and its like answer with their
    /// first confirmation; further ones are among `messages`.
    package func execute(_ words: [[UInt8]]) async -> RESPValue {
        if words.isEmpty { return .error("ERR Protocol error: empty command") }
        if let reply = executeNow(words) { return reply }
        let (id, waiters) = (id, waiters)
        let cancellation = Cancellation()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isTaken = loop.submit { engine in
                    if waiters.isClosed { return continuation.resume(returning: Self.closed) }
                    waiters.queue.append(continuation)
                    // One that was closed in this turn is told so when the turn ends.
                    guard let client = engine.client(id) else { return }
                    engine.receive(words, from: client)
                    // Cancelled before the command came here.
                    if cancellation.isRequested, client.wait != nil { engine.endWait(of: client, .null) }
                }
                if !isTaken { continuation.resume(returning: Self.closed) }
            }
        } onCancel: {
            cancellation.request()
            loop.submit { engine in
                guard let client = engine.client(id), client.wait != nil else { return }
                engine.endWait(of: client, .null)
            }
        }
    }

    /// After so many the caller is suspended once: one that looks until it finds something else would never leave its
    /// thread to whoever is to put it there.
    private static let immediatesInARow = 32

    /// Runs a command that only looks something up on the caller's thread, when the engine has a moment: to wake its own
    /// thread and to wait for it takes several times as long. nil when it must go the usual way.
    private func executeNow(_ words: [[UInt8]]) -> RESPValue? {
        loop.performNow { engine in
            guard let client = engine.client(id), waiters.queue.isEmpty, engine.isLookup(words, for: client) else {
                return false
            }
            waiters.immediates = (waiters.immediates + 1) % Self.immediatesInARow
            return waiters.immediates != 0
        } _: { engine in
            if let client = engine.client(id) { engine.receive(words, from: client) }
        } result: {
            waiters.immediate.take() ?? Self.closed
        }
    }

    /// Runs one command given as texts.
    package func execute(_ words: [String]) async -> RESPValue {
        await execute(words.map { Array($0.utf8) })
    }

    package func execute(_ words: String...) async -> RESPValue { await execute(words) }

    private static let closed = RESPValue.error("ERR connection closed")

    private func take(_ delivery: Delivery) {
        for item in delivery.items {
            switch item.kind {
            case .reply:
                if let waiter = waiters.queue.popFirst() {
                    waiter.resume(returning: item.value)
                } else {
                    waiters.immediate = item.value
                }
            case .more, .message: messageSink.yield(item.value)
            }
        }
        if !delivery.isLast { return }
        messageSink.finish()
        waiters.isClosed = true
        while let waiter = waiters.queue.popFirst() { waiter.resume(returning: Self.closed) }
    }
}

/// Whether the task that waits for a reply was cancelled.
private final class Cancellation: Sendable {
    private let flag = Atomic(false)

    var isRequested: Bool { flag.load(ordering: .acquiring) }
    func request() { flag.store(true, ordering: .releasing) }
}
