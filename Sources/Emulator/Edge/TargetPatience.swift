package import Determinism
package import HTTP
import Synchronization

/// How long a proxy waits for what is behind it, on the instance's clock, and as long as its client is there.
///
/// A wait costs no timer of its own: one loop, `run`, sleeps until the first of them is due.
package final class TargetPatience: Sendable {
    package enum Outcome: Sendable {
        case answered(Result<Response, any Error>)
        case timedOut
        case clientGone
    }

    private struct Waiting {
        var deadline: Timestamp
        var turn: Turn
    }

    private struct State {
        var waiting: [UInt64: Waiting] = [:]
        var next: UInt64 = 0
        /// When `run` looks again.
        var wakes = Timestamp(microseconds: .max)
    }

    private let clock: InstanceClock
    private let state = Mutex(State())
    /// Tells `run` that somebody is due before it wakes.
    private let bell = Bell()

    package init(clock: InstanceClock) { self.clock = clock }

    /// What `call` gives within `limit`; it is cancelled when nobody waits for it any longer.
    ///
    /// - Parameter connection: the client's; nil for one that never leaves.
    package func answer(
        within limit: Duration, for connection: ClientConnection? = nil,
        _ call: @escaping @Sendable () async throws -> Response
    ) async -> Outcome {
        let turn = Turn()
        let number = begin(turn, deadline: clock.now + limit)
        let observer = connection?.whenClosed { turn.end(.clientGone) }
        // What it is worth is in the turn; it is cancelled, and waited for, when this returns.
        async let _: Void = turn.end(with: call)
        let outcome = await turn.outcome()
        state.withLock { $0.waiting[number] = nil }
        connection?.forget(observer)
        return outcome
    }

    private func begin(_ turn: Turn, deadline: Timestamp) -> UInt64 {
        let (number, isFirst) = state.withLock { state in
            state.next += 1
            state.waiting[state.next] = Waiting(deadline: deadline, turn: turn)
            defer { state.wakes = min(state.wakes, deadline) }
            return (state.next, deadline < state.wakes)
        }
        if isFirst { bell.ring() }
        return number
    }

    /// Ends the waits whose time has passed, until the task is cancelled.
    package func run() async throws {
        while !Task.isCancelled {
            let now = clock.now
            let (due, wakes) = state.withLock { state in
                let due = state.waiting.values.filter { $0.deadline <= now }.map(\.turn)
                state.wakes =
                    state.waiting.values.map(\.deadline).filter { $0 > now }.min() ?? .init(microseconds: .max)
                return (due, state.wakes)
            }
            for turn in due { turn.end(.timedOut) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await self.bell.wait() }
                if wakes.microseconds < .max { group.addTask { try await self.clock.sleep(until: wakes) } }
                try await group.next()
                group.cancelAll()
            }
        }
    }

    /// One wait; whatever ends it first is its outcome.
    private final class Turn: Sendable {
        private struct State {
            var outcome: Outcome?
            /// Unchecked, because each request has two: `end` takes it away before it resumes it.
            var waiter: UnsafeContinuation<Outcome, Never>?
        }

        private let state = Mutex(State())

        func end(with call: @Sendable () async throws -> Response) async {
            do { end(.answered(.success(try await call()))) } catch { end(.answered(.failure(error))) }
        }

        func end(_ outcome: Outcome) {
            let waiter = state.withLock { state -> UnsafeContinuation<Outcome, Never>? in
                if state.outcome != nil { return nil }
                state.outcome = outcome
                defer { state.waiter = nil }
                return state.waiter
            }
            waiter?.resume(returning: outcome)
        }

        func outcome() async -> Outcome {
            await withUnsafeContinuation { continuation in
                let known = state.withLock { state in
                    if state.outcome == nil { state.waiter = continuation }
                    return state.outcome
                }
                if let known { continuation.resume(returning: known) }
            }
        }
    }
}
