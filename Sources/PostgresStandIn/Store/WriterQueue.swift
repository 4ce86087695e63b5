import Synchronization

/// Which session may write: one at a time, in the order in which they asked.
///
/// A session keeps the lock to the end of its transaction. There is one lock, so nobody can wait in a circle.
final class WriterQueue: Sendable {
    private struct Waiter {
        var session: Int32
        var wake: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var owner: Int32?
        var waiters: [Waiter] = []
        var isClosed = false
    }

    private let state = Mutex(State())

    /// Takes the lock if it is free, or held already.
    func tryAcquire(_ session: Int32) -> Bool {
        state.withLock { state in
            if state.owner == nil, !state.isClosed { state.owner = session }
            return state.owner == session
        }
    }

    /// Waits until the session has the lock.
    ///
    /// - Throws: `57014` when the task or the statement is cancelled first.
    func acquire(_ session: Int32) async throws {
        let granted = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer: Bool? = state.withLock { state in
                    if Task.isCancelled || state.isClosed { return false }
                    if state.owner == nil || state.owner == session {
                        state.owner = session
                        return true
                    }
                    state.waiters.append(Waiter(session: session, wake: continuation))
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            cancel(session)
        }
        if !granted { throw PostgresError.canceled }
    }

    /// Ends the wait of a session, if it waits.
    func cancel(_ session: Int32) {
        let waiter = state.withLock { state -> Waiter? in
            guard let index = state.waiters.firstIndex(where: { $0.session == session }) else { return nil }
            return state.waiters.remove(at: index)
        }
        waiter?.wake.resume(returning: false)
    }

    /// Gives the lock to the next that waits.
    func release(_ session: Int32) {
        let next = state.withLock { state -> Waiter? in
            guard state.owner == session else { return nil }
            let next = state.waiters.isEmpty ? nil : state.waiters.removeFirst()
            state.owner = next?.session
            return next
        }
        next?.wake.resume(returning: true)
    }

    /// Ends all waits, for good.
    func close() {
        let waiters = state.withLock { state in
            state.isClosed = true
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.wake.resume(returning: false) }
    }
}
