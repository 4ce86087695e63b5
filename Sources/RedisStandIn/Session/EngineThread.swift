import Dispatch
import Synchronization

/// The one thread on which the engine runs.
///
/// Work may come from anywhere at any time. Everything that has come by the time a turn begins is one turn: it is
/// committed together, and nothing of it is answered before that.
final class EngineThread: Sendable {
    /// Only ever touched on `queue`.
    private final class Box: @unchecked Sendable {
        var engine: Engine?
    }

    typealias Work = @Sendable (Engine) -> Void

    private struct Inbox {
        var work: [Work] = []
        var isScheduled = false
    }

    private let queue: DispatchQueue
    private let box = Box()
    private let inbox = Mutex(Inbox())
    /// Rings after every turn that brought a deadline nearer or wrote to the log.
    let timeBell = Bell()
    let foldBell = Bell()

    /// Makes the engine on the new thread.
    init(label: String, _ make: @escaping @Sendable () throws -> Engine) async throws {
        queue = DispatchQueue(label: label, qos: .userInitiated)
        let queue = queue
        let box = box
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            queue.async { continuation.resume(with: Result { box.engine = try make() }) }
        }
    }

    /// Adds to the next turn. What one caller submits runs in the order in which it came.
    func submit(_ work: @escaping Work) {
        let mustSchedule = inbox.withLock { inbox in
            inbox.work.append(work)
            defer { inbox.isScheduled = true }
            return !inbox.isScheduled
        }
        if mustSchedule { queue.async { self.turn() } }
    }

    /// Runs `body` in a turn and returns its result; nil after `close`.
    func perform<Value: Sendable>(_ body: @escaping @Sendable (Engine) -> Value) async -> Value? {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: self.box.engine.map(body)) }
        }
    }

    /// A turn in which nothing was asked: expiry and timeouts.
    func tick() async { _ = await perform { engine in self.turn(of: engine, []) } }

    func close() async {
        let box = box
        let queue = queue
        await withCheckedContinuation { continuation in
            queue.async {
                box.engine = nil
                continuation.resume()
            }
        }
    }

    private func turn() {
        let work = inbox.withLock { inbox in
            inbox.isScheduled = false
            defer { inbox.work = [] }
            return inbox.work
        }
        if let engine = box.engine { turn(of: engine, work) }
    }

    private func turn(of engine: Engine, _ work: [Work]) {
        let deadline = engine.nextDeadline
        engine.beginTurn()
        for work in work { work(engine) }
        let didWrite = engine.keyspace.log?.hasUncommitted == true
        engine.endTurn()
        if let next = engine.nextDeadline, deadline.map({ next < $0 }) ?? true { timeBell.ring() }
        if didWrite { foldBell.ring() }
    }
}
