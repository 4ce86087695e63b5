package import Determinism
package import HTTP
import Synchronization

/// How long a load balancer waits for its targets: the idle time on the instance's clock, and as long as the client is
/// there.
///
/// Requests cost no timer of their own: `run` looks at those that wait when the first of them is due.
package final class TargetPatience: Sendable {
    package enum Outcome: Sendable {
        case answered(Response)
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
    }

    private let clock: InstanceClock
    /// The shortest idle time that is asked for: no request is due earlier than this after it came.
    private let shortest: Duration
    private let state = Mutex(State())

    package init(clock: InstanceClock, shortest: Duration) {
        self.clock = clock
        self.shortest = shortest
    }

    /// What `call` answers within `limit`; it is cancelled when nobody waits for it any longer.
    package func answer(
        within limit: Duration, for connection: ClientConnection?, _ call: @escaping @Sendable () async -> Response
    ) async -> Outcome {
        await withTaskGroup(of: Void.self) { group in
            let turn = Turn()
            let number = state.withLock { state in
                state.next += 1
                state.waiting[state.next] = Waiting(deadline: clock.now + limit, turn: turn)
                return state.next
            }
            let observer = connection?.whenClosed { turn.end(.clientGone) }
            group.addTask { turn.end(.answered(await call())) }
            let outcome = await turn.outcome()
            state.withLock { $0.waiting[number] = nil }
            connection?.forget(observer)
            group.cancelAll()
            return outcome
        }
    }

    /// Ends the waiting of those whose time has passed, until the task is cancelled.
    package func run() async throws {
        while true {
            let now = clock.now
            let (due, next) = state.withLock { state in
                let due = state.waiting.values.filter { $0.deadline <= now }.map(\.turn)
                let next = state.waiting.values.map(\.deadline).filter { $0 > now }.min()
                return (due, next ?? now + shortest)
            }
            for turn in due { turn.end(.timedOut) }
            try await clock.sleep(until: next)
        }
    }

    /// One request's wait; whatever ends it first is its outcome.
    private final class Turn: Sendable {
        private struct State {
            var outcome: Outcome?
            var waiter: CheckedContinuation<Outcome, Never>?
        }

        private let state = Mutex(State())

        func end(_ outcome: Outcome) {
            let waiter = state.withLock { state -> CheckedContinuation<Outcome, Never>? in
                if state.outcome != nil { return nil }
                state.outcome = outcome
                defer { state.waiter = nil }
                return state.waiter
            }
            waiter?.resume(returning: outcome)
        }

        func outcome() async -> Outcome {
            await withCheckedContinuation { continuation in
                let known = state.withLock { state in
                    if state.outcome == nil { state.waiter = continuation }
                    return state.outcome
                }
                if let known { continuation.resume(returning: known) }
            }
        }
    }
}
