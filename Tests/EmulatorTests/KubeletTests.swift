import Determinism
import Emulator
import HTTP
import Images
import Kubernetes
import Synchronization
import Testing

/// A container whose answers a test chooses, on a frozen clock.
///
/// `settle` returns when everything that the kubelet does for the pod sleeps again, so that time can be moved.
private final class KubeletBench: Sendable {
    struct Broken: Error, CustomStringConvertible {
        var description: String { "it is broken" }
    }

    private struct State {
        var statuses: [String: Status] = [:]
        var isBroken = false
        var starts = 0
        var probes: [String: Int] = [:]
    }

    let clock = InstanceClock(frozenAt: Timestamp(seconds: 0))
    let kubelet: Kubelet
    let pod: Pod
    private let state = Mutex(State())

    init(_ probes: String = "", isBroken: Bool = false) throws {
        pod = try #require(try cluster(deployment("ads", container: probes)).pods.first)
        kubelet = Kubelet(pods: [pod], clock: clock)
        state.withLock { $0.isBroken = isBroken }
    }

    var starts: Int { state.withLock(\.starts) }
    var isReady: Bool { kubelet.status(of: pod).isReady }
    var reason: String { kubelet.status(of: pod).reason ?? "" }

    func probes(of path: String) -> Int { state.withLock { $0.probes[path, default: 0] } }
    func answer(_ status: Status, at path: String) { state.withLock { $0.statuses[path] = status } }

    func restart() { kubelet.restart(pod) }

    func run(_ body: () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.kubelet.run { _ in try self.start() } }
            await kubelet.waitUntilSettled()
            try await body()
            group.cancelAll()
        }
    }

    private func start() throws -> RunningImage {
        let isBroken = state.withLock { state in
            state.starts += 1
            return state.isBroken
        }
        if isBroken { throw Broken() }
        return RunningImage { request in
            self.state.withLock { state in
                state.probes[request.path, default: 0] += 1
                return Response(state.statuses[request.path] ?? .ok)
            }
        }
    }

    /// Moves time and returns when `sleepers` tasks sleep and `condition` holds.
    func advance(
        by duration: Duration = .zero, sleepers: Int = 1, until condition: () -> Bool = { true }
    ) async throws {
        clock.advance(by: duration)
        // What wakes runs on other threads; only looking again tells when it sleeps. A probe that is being answered has a
        // sleeper too, which watches its time: it is over for good when it holds for a while.
        var looks = 0
        while looks < 10 {
            looks = clock.sleeperCount == sleepers && condition() ? looks + 1 : 0
            try await Task.sleep(for: .milliseconds(1))
        }
    }
}

@Suite(.timeLimit(.minutes(1))) struct KubeletTests {
    @Test func `a container without probes is ready as long as it runs`() async throws {
        let bench = try KubeletBench()
        try await bench.run {
            try await bench.advance()
            #expect(bench.isReady)
            #expect(bench.starts == 1)
        }
    }

    @Test func `readiness is lost after as many failures as the threshold and found again`() async throws {
        let bench = try KubeletBench(
            "readinessProbe: { httpGet: { path: /readyz, port: http }, periodSeconds: 5, failureThreshold: 2 }")
        try await bench.run {
            try await bench.advance()
            #expect(bench.isReady)
            bench.answer(.serviceUnavailable, at: "/readyz")
            try await bench.advance(by: .seconds(5)) { bench.probes(of: "/readyz") == 2 }
            #expect(bench.isReady)
            try await bench.advance(by: .seconds(5)) { bench.probes(of: "/readyz") == 3 }
            #expect(!bench.isReady)
            #expect(bench.reason.contains("503"))
            bench.answer(.ok, at: "/readyz")
            try await bench.advance(by: .seconds(5)) { bench.probes(of: "/readyz") == 4 }
            #expect(bench.isReady)
            #expect(bench.starts == 1)
        }
    }

    @Test func `readiness waits for as many successes as the threshold`() async throws {
        let bench = try KubeletBench(
            "readinessProbe: { httpGet: { path: /readyz, port: 8080 }, periodSeconds: 1, successThreshold: 3 }")
        try await bench.run {
            try await bench.advance { bench.probes(of: "/readyz") == 1 }
            #expect(!bench.isReady)
            try await bench.advance(by: .seconds(1)) { bench.probes(of: "/readyz") == 2 }
            #expect(!bench.isReady)
            try await bench.advance(by: .seconds(1)) { bench.probes(of: "/readyz") == 3 }
            #expect(bench.isReady)
        }
    }

    @Test func `a container whose liveness fails is started again`() async throws {
        let bench = try KubeletBench(
            "livenessProbe: { httpGet: { path: /livez, port: http }, periodSeconds: 5, failureThreshold: 2 }")
        try await bench.run {
            try await bench.advance(sleepers: 2)
            bench.answer(.internalServerError, at: "/livez")
            try await bench.advance(by: .seconds(5), sleepers: 2) { bench.probes(of: "/livez") == 2 }
            #expect(bench.isReady)
            try await bench.advance(by: .seconds(5)) { bench.probes(of: "/livez") == 3 && !bench.isReady }
            #expect(bench.reason.contains("liveness"))
            bench.answer(.ok, at: "/livez")
            try await bench.advance(by: .seconds(1), sleepers: 2) { bench.starts == 2 }
            #expect(bench.isReady)
        }
    }

    @Test func `nothing else is probed before the startup probe has passed`() async throws {
        let bench = try KubeletBench(
            """
            startupProbe: { httpGet: { path: /started, port: http }, periodSeconds: 2, failureThreshold: 3 }
            readinessProbe: { httpGet: { path: /readyz, port: http } }
            """)
        bench.answer(.serviceUnavailable, at: "/started")
        try await bench.run {
            try await bench.advance { bench.probes(of: "/started") == 1 }
            #expect(bench.probes(of: "/readyz") == 0)
            bench.answer(.ok, at: "/started")
            try await bench.advance(by: .seconds(2)) { bench.probes(of: "/readyz") == 1 }
            #expect(bench.isReady)
        }
    }

    @Test func `a container that never starts up is started again`() async throws {
        let bench = try KubeletBench(
            "startupProbe: { httpGet: { path: /started, port: http }, periodSeconds: 2, failureThreshold: 2 }")
        bench.answer(.serviceUnavailable, at: "/started")
        try await bench.run {
            try await bench.advance { bench.probes(of: "/started") == 1 }
            try await bench.advance(by: .seconds(2)) { bench.reason.contains("startup") }
            try await bench.advance(by: .seconds(1)) { bench.starts == 2 && bench.probes(of: "/started") == 3 }
            #expect(!bench.isReady)
        }
    }

    @Test func `a container that cannot start is tried again after pauses that double to a minute`() async throws {
        let bench = try KubeletBench(isBroken: true)
        try await bench.run {
            try await bench.advance()
            #expect(bench.reason == "it is broken")
            for (tries, pause) in [1, 2, 4, 8, 16, 32, 60, 60].enumerated() {
                try await bench.advance(by: .seconds(pause) - .milliseconds(1))
                #expect(bench.starts == tries + 1)
                try await bench.advance(by: .milliseconds(1)) { bench.starts == tries + 2 }
            }
        }
    }

    @Test(arguments: [
        ("httpGet: { path: /readyz, port: 9999 }", "nothing listens on port 9999"),
        ("tcpSocket: { port: metrics }", "nothing listens on port metrics"),
        ("exec: { command: [cat, /tmp/ready] }", "cannot run in a local image"),
    ])
    func `a probe that cannot succeed says why`(probe: String, sentence: String) async throws {
        let bench = try KubeletBench("readinessProbe: { \(probe), failureThreshold: 1 }")
        try await bench.run {
            try await bench.advance()
            #expect(!bench.isReady)
            #expect(bench.reason.contains(sentence), "\(bench.reason)")
        }
    }

    @Test func `a port that the container declares takes connections`() async throws {
        let bench = try KubeletBench("readinessProbe: { tcpSocket: { port: http } }")
        try await bench.run {
            try await bench.advance()
            #expect(bench.isReady)
        }
    }

    @Test func `a container that is restarted starts at once, and again while it waits`() async throws {
        let bench = try KubeletBench()
        try await bench.run {
            try await bench.advance()
            bench.restart()
            try await bench.advance { bench.starts == 2 && bench.isReady }
        }
        let broken = try KubeletBench(isBroken: true)
        try await broken.run {
            try await broken.advance()
            broken.restart()
            try await broken.advance { broken.starts == 2 }
        }
    }
}
