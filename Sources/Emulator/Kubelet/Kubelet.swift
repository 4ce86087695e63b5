package import Determinism
import HTTP
package import Images
import Kubernetes
import Synchronization

/// Starts the containers of all pods, probes them, and starts again those that end.
///
/// Each pod runs in a task of its own. A container that cannot start, or ends, is started again after 1, 2, 4 … up to
/// 60 seconds of the instance's clock; one that ran for ten minutes begins with 1 again.
package final class Kubelet: Sendable {
    /// How a pod is doing.
    package struct Status: Sendable {
        package var isReady = false
        /// Why it is not ready; nil while it is.
        package var reason: String? = "the container has not started"
        var handler: Handler?
    }

    private struct State {
        var statuses: [String: Status] = [:]
        var unsettled: Set<String>
        var waiting: [CheckedContinuation<Void, Never>] = []
        /// Who waits to be told that a pod's container shall start anew, and for which pods nobody waited.
        var bells: [String: AsyncStream<Void>.Continuation] = [:]
        var restarts: Set<String> = []
    }

    /// A container was ended so that another takes its place.
    private struct Replaced: Error {}

    private let pods: [Pod]
    private let clock: InstanceClock
    private let state: Mutex<State>

    package init(pods: [Pod], clock: InstanceClock) {
        self.pods = pods.filter { !$0.isGateway }
        self.clock = clock
        state = Mutex(State(unsettled: Set(self.pods.map(\.key))))
    }

    package func status(of pod: Pod) -> Status {
        state.withLock { $0.statuses[pod.key] } ?? Status()
    }

    /// Starts the container of a pod.
    package typealias Start = @Sendable (Pod) async throws -> RunningImage

    /// Runs every pod until the task is cancelled.
    package func run(start: @escaping Start) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for pod in pods { group.addTask { try await self.run(pod, start) } }
            for try await _ in group {}
        }
    }

    /// Returns when each pod has become ready, or has failed to at its first try.
    package func waitUntilSettled() async {
        await withCheckedContinuation { continuation in
            let isSettled = state.withLock { state in
                if state.unsettled.isEmpty { return true }
                state.waiting.append(continuation)
                return false
            }
            if isSettled { continuation.resume() }
        }
    }

    private func update(_ pod: Pod, settles: Bool = true, _ change: (inout Status) -> Void) {
        let waiting = state.withLock { state in
            change(&state.statuses[pod.key, default: Status()])
            if settles { state.unsettled.remove(pod.key) }
            guard state.unsettled.isEmpty else { return [CheckedContinuation<Void, Never>]() }
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    // MARK: - Starting anew

    /// Ends the container of `pod` and starts it again at once.
    package func restart(_ pod: Pod) {
        let key = pod.key
        state.withLock { state in
            // Nothing goes any more to what is about to end.
            state.statuses[key]?.isReady = false
            state.statuses[key]?.reason = "another container takes its place"
            if case .enqueued? = state.bells.removeValue(forKey: key)?.yield() { return }
            state.restarts.insert(key)
        }
    }

    /// Returns when `restart` is called for `pod`, or was called while nobody waited.
    private func untilRestart(of pod: Pod) async {
        let key = pod.key
        let (bell, ringing) = AsyncStream.makeStream(of: Void.self)
        let isAsked = state.withLock { state in
            if state.restarts.remove(key) != nil { return true }
            state.bells[key] = ringing
            return false
        }
        if isAsked { return }
        for await _ in bell { return }
    }

    /// Sleeps before the next start, unless a restart is asked for.
    private func pause(for duration: Duration, before pod: Pod) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.clock.sleep(for: duration) }
            group.addTask { await self.untilRestart(of: pod) }
            try await group.next()
            group.cancelAll()
        }
        try Task.checkCancellation()
    }

    // MARK: - One pod

    private func run(_ pod: Pod, _ start: Start) async throws {
        var pause: Duration = .seconds(1)
        while true {
            let reason: String
            let begin = clock.now
            do {
                let image = try await start(pod)
                update(pod, settles: false) {
                    $0 = Status(reason: "the container has not been probed", handler: image.handler)
                }
                do {
                    try await run(image, of: pod)
                } catch let failure as ProbeFailed {
                    image.whenKilled?("\(failure)")
                    throw failure
                }
                reason = "the container ended"
            } catch is CancellationError {
                throw CancellationError()
            } catch is Replaced {
                update(pod) { $0 = Status(reason: "another container takes its place") }
                pause = .seconds(1)
                continue
            } catch {
                reason = "\(error)"
            }
            update(pod) { $0 = Status(reason: reason) }
            if clock.now - begin >= .seconds(600) { pause = .seconds(1) }
            try await self.pause(for: pause, before: pod)
            pause = min(pause + pause, .seconds(60))
        }
    }

    /// Returns when the container ends, or its liveness probe has failed too often.
    private func run(_ image: RunningImage, of pod: Pod) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            if let work = image.run { group.addTask { try await work() } }
            group.addTask { try await self.probe(image, of: pod) }
            group.addTask {
                await self.untilRestart(of: pod)
                try Task.checkCancellation()
                throw Replaced()
            }
            try await group.next()
            group.cancelAll()
        }
    }

    private func probe(_ image: RunningImage, of pod: Pod) async throws {
        guard let container = pod.container else { return }
        if let startup = container.startupProbe {
            try await waitForStartup(Prober(probe: startup, pod: pod, image: image, clock: clock), of: pod)
        }
        let readiness = container.readinessProbe.map { Prober(probe: $0, pod: pod, image: image, clock: clock) }
        let liveness = container.livenessProbe.map { Prober(probe: $0, pod: pod, image: image, clock: clock) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.watchReadiness(readiness, of: pod) }
            if let liveness {
                group.addTask {
                    let last = try await liveness.run { verdict, _ in verdict != .failed }
                    throw ProbeFailed(kind: "liveness", reason: last.reason)
                }
            }
            // `waitForAll` would wait for the readiness probe too, which never ends.
            for try await _ in group {}
        }
    }

    /// - Throws: `ProbeFailed` when the container has not started within the probe's thresholds.
    private func waitForStartup(_ prober: Prober, of pod: Pod) async throws {
        let last = try await prober.run { verdict, reason in
            if verdict != .passed { self.update(pod) { $0.reason = reason } }
            return verdict == .undecided
        }
        if last.verdict != .passed { throw ProbeFailed(kind: "startup", reason: last.reason) }
    }

    /// A container without a readiness probe is ready as long as it runs.
    private func watchReadiness(_ prober: Prober?, of pod: Pod) async throws {
        guard let prober else {
            update(pod) { ($0.isReady, $0.reason) = (true, nil) }
            while true { try await clock.sleep(for: .seconds(86_400)) }
        }
        _ = try await prober.run { verdict, reason in
            let passed = verdict == .passed
            self.update(pod) { ($0.isReady, $0.reason) = (passed, passed ? nil : reason) }
            return true
        }
    }
}
