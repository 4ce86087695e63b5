import Determinism
import NIOCore
import NIOPosix
import Synchronization

/// The one thread on which the engine runs: an event loop, which also serves every wire connection.
///
/// Everything that has come by the time the loop goes round is one turn: it is committed together, and nothing of it
/// is answered before that. Between two turns of the loop, `performNow` has short ones on other threads.
final class EngineLoop: Sendable {
    /// The engine is only ever touched in a turn, everything else on the loop.
    private final class State: @unchecked Sendable {
        /// Held while a turn is open.
        let lock = TurnLock()
        @exclusivity(unchecked) var engine: Engine?
        /// On the loop.
        @exclusivity(unchecked) var isTurnOpen = false
        /// When the open turn began, the next one was due then.
        var deadline: Int64?
        let sockets = ReadySockets()
    }

    /// How many turns follow each other before the loop looks after everything else.
    private static let turnsAtOnce = 8

    typealias Work = @Sendable (Engine) -> Void

    private struct Inbox {
        var work: [Work] = []
        var isScheduled = false
        var isClosed = false
    }

    private let group: MultiThreadedEventLoopGroup
    let loop: any EventLoop
    private let state = State()
    private let inbox = Mutex(Inbox())
    /// Rings after every turn that brought a deadline nearer, that wrote to the log, and that must be brought to the
    /// disk.
    let timeBell = Bell()
    let foldBell = Bell()
    let syncBell = Bell()

    /// Makes the engine on the new thread.
    init(_ make: @escaping @Sendable () throws -> Engine) async throws {
        group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        loop = group.next()
        let state = state
        do {
            try await loop.submit { state.engine = try make() }.get()
        } catch {
            try? await group.shutdownGracefully()
            throw error
        }
    }

    /// Adds to the next turn. What one caller submits runs in the order in which it came; false after `close`.
    @discardableResult
    func submit(_ work: @escaping Work) -> Bool {
        let (isTaken, isFirst) = inbox.withLock { inbox in
            if inbox.isClosed { return (false, false) }
            inbox.work.append(work)
            defer { inbox.isScheduled = true }
            return (true, !inbox.isScheduled)
        }
        if isFirst { loop.execute { self.takeInbox() } }
        return isTaken
    }

    private func takeInbox() {
        // Only in a turn: who finds the inbox empty then comes after all that was in it.
        let engine = turn()
        let work = inbox.withLock { inbox in
            inbox.isScheduled = false
            defer { inbox.work = [] }
            return inbox.work
        }
        guard let engine else { return }
        for work in work { work(engine) }
    }

    /// Has a turn at once, on the thread of the caller: for what takes less time than to wake the loop and to wait for
    /// it. nil when the engine is at work, or has work that came before; then `submit` is for it.
    ///
    /// - Parameters:
    ///   - isFit: Whether `body` may run beside the loop.
    ///   - body: Must not take long.
    ///   - result: What has come of it, once the turn has ended.
    func performNow<Value>(if isFit: (Engine) -> Bool, _ body: (Engine) -> Void, result: () -> Value) -> Value? {
        guard state.lock.tryLock() else { return nil }
        defer { state.lock.unlock() }
        guard inbox.withLock({ $0.work.isEmpty && !$0.isClosed }), let engine = state.engine,
            engine.mayRunBesideLoop, isFit(engine)
        else { return nil }
        engine.isBesideLoop = true
        defer { engine.isBesideLoop = false }
        begin(engine)
        body(engine)
        end(engine) { if !engine.endTurnBesideLoop() { submit { _ in } } }
        return result()
    }

    /// Sockets that are also read beside their channels. Only on the loop.
    var sockets: ReadySockets { state.sockets }

    /// The engine, in a turn that ends when the loop has gone round; nil after `close`. Only on the loop.
    func turn() -> Engine? {
        guard let engine = state.engine else { return nil }
        if !state.isTurnOpen {
            beginTurn(engine)
            loop.execute { self.endTurns() }
        }
        return engine
    }

    private func beginTurn(_ engine: Engine) {
        state.lock.lock()
        state.isTurnOpen = true
        begin(engine)
    }

    private func endTurn() {
        guard state.isTurnOpen, let engine = state.engine else { return }
        end(engine) { engine.endTurn() }
        state.isTurnOpen = false
        state.lock.unlock()
    }

    private func begin(_ engine: Engine) {
        state.deadline = engine.nextDeadline
        engine.beginTurn()
    }

    private func end(_ engine: Engine, _ body: () -> Void) {
        let didWrite = engine.keyspace.log?.hasUncommitted == true
        body()
        if let next = engine.nextDeadline, state.deadline.map({ next < $0 }) ?? true { timeBell.ring() }
        if didWrite {
            foldBell.ring()
            if engine.keyspace.log?.sync == .everysec { syncBell.ring() }
        }
    }

    /// Ends the turn, and has those that follow at once.
    private func endTurns() {
        endTurn()
        for _ in 0..<Self.turnsAtOnce {
            guard let engine = state.engine, engine.busy == nil,
                state.sockets.read({ beginTurn(engine) })
            else { return }
            endTurn()
        }
    }

    /// Runs `body` in a turn and returns its result; nil after `close`.
    func perform<Value: Sendable>(_ body: @escaping @Sendable (Engine) -> Value) async -> Value? {
        await withCheckedContinuation { continuation in
            let isTaken = submit { continuation.resume(returning: body($0)) }
            if !isTaken { continuation.resume(returning: nil) }
        }
    }

    /// Ends the thread. What was submitted before is done; nothing is taken after.
    func close() async {
        if inbox.withLock({ $0.isClosed }) { return }
        let state = state
        _ = await perform { engine in
            let rest = self.inbox.withLock { inbox in
                inbox.isClosed = true
                defer { inbox.work = [] }
                return inbox.work
            }
            for work in rest { work(engine) }
            // Whoever waits is told that it was in vain.
            for client in engine.clients { engine.close(client) }
            self.endTurn()
            state.engine = nil
        }
        try? await group.shutdownGracefully()
    }
}
