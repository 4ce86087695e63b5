import Synchronization

/// The time of one instance: the machine's clock, moved by an offset that a person or a test can set.
///
/// Everything that depends on time in an instance (TTLs, token expiry, job backoff, `now()`, cron, rate windows) asks
/// this clock and no other. Sleepers wake when the clock is advanced past their deadline, without real time passing.
package final class InstanceClock: Sendable {
    private struct State {
        var sleepers: [UInt64: Sleeper] = [:]
        var nextSleeper: UInt64 = 0
    }

    private struct Sleeper {
        var deadline: Timestamp
        var wake: CheckedContinuation<Void, Never>
    }

    private let state = Mutex(State())
    /// In microseconds. It is changed with the state locked, and read without: every hop of a request asks for the time.
    private let offset = Atomic<Int64>(0)
    private let frozenAt: Timestamp?

    /// A clock that runs with the machine's.
    package init() { frozenAt = nil }

    /// A clock that stands still until it is advanced.
    package init(frozenAt time: Timestamp) { frozenAt = time }

    package var now: Timestamp {
        Timestamp(microseconds: (frozenAt ?? .machine()).microseconds &+ offset.load(ordering: .acquiring))
    }

    /// How many tasks sleep on this clock: a test moves it when all that it runs are asleep.
    package var sleeperCount: Int { state.withLock(\.sleepers.count) }

    /// Moves the clock by `duration` (which may be negative) and wakes everything whose deadline has come.
    package func advance(by duration: Duration) {
        let due = state.withLock { state in
            offset.wrappingAdd(duration.wholeMicroseconds, ordering: .releasing)
            return Self.takeDue(&state, at: now)
        }
        for sleeper in due { sleeper.wake.resume() }
    }

    /// Sets the clock to `time`; it runs on from there.
    package func set(to time: Timestamp) {
        advance(by: time - now)
    }

    private static func takeDue(_ state: inout State, at now: Timestamp) -> [Sleeper] {
        let due = state.sleepers.filter { $0.value.deadline <= now }
        for id in due.keys { state.sleepers[id] = nil }
        return due.sorted { ($0.value.deadline, $0.key) < ($1.value.deadline, $1.key) }.map(\.value)
    }

    /// Returns once this clock reads `deadline` or later.
    ///
    /// - Throws: `CancellationError` when the task is cancelled first.
    package func sleep(until deadline: Timestamp) async throws {
        while true {
            try Task.checkCancellation()
            let remaining = deadline - now
            if remaining <= .zero { return }
            let frozen = frozenAt != nil
            let slept = await withTaskGroup(of: Bool.self) { group in
                group.addTask { await self.waitForAdvance(to: deadline) }
                if !frozen { group.addTask { (try? await Task.sleep(for: remaining)) != nil } }
                let first = await group.next() ?? false
                group.cancelAll()
                return first
            }
            if !slept { try Task.checkCancellation() }
        }
    }

    package func sleep(for duration: Duration) async throws {
        try await sleep(until: now + duration)
    }

    private func waitForAdvance(to deadline: Timestamp) async -> Bool {
        let id = state.withLock { state in
            state.nextSleeper += 1
            return state.nextSleeper
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let runNow = state.withLock { state in
                    if Task.isCancelled || now >= deadline { return true }
                    state.sleepers[id] = Sleeper(deadline: deadline, wake: continuation)
                    return false
                }
                if runNow { continuation.resume() }
            }
            return true
        } onCancel: {
            state.withLock { $0.sleepers.removeValue(forKey: id) }?.wake.resume()
        }
    }
}
