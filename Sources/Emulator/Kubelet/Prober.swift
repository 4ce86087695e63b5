import Determinism
import HTTP
import Kubernetes
import Images

/// One probe of one container, asked again and again with the probe's own numbers on the instance's clock.
///
/// Kubernetes documentation, "Configure Liveness, Readiness and Startup Probes".
struct Prober {
    let probe: Probe
    let pod: Pod
    let image: RunningImage
    let clock: InstanceClock
    /// What the results so far amount to, by the probe's thresholds.
    enum Verdict { case undecided, passed, failed }

    init(probe: Probe, pod: Pod, image: RunningImage, clock: InstanceClock) {
        self.probe = probe
        self.pod = pod
        self.image = image
        self.clock = clock
    }

    /// Probes until `goesOn`, which is told the verdict and the last failure after each result, returns false.
    ///
    /// - Returns: the last verdict, and what the last failure was.
    func run(
        while goesOn: (_ verdict: Verdict, _ reason: String) -> Bool
    ) async throws -> (verdict: Verdict, reason: String) {
        if let delay = probe.initialDelaySeconds, delay > 0 { try await clock.sleep(for: .seconds(delay)) }
        var verdict = Verdict.undecided
        var reason = "the probe has not failed"
        var (successes, failures) = (0, 0)
        while true {
            if let failure = try await checkInTime() {
                reason = failure
                (successes, failures) = (0, failures + 1)
                if failures >= max(1, probe.failureThreshold ?? 3) { verdict = .failed }
            } else {
                (successes, failures) = (successes + 1, 0)
                if successes >= max(1, probe.successThreshold ?? 1) { verdict = .passed }
            }
            if !goesOn(verdict, reason) { return (verdict, reason) }
            try await clock.sleep(for: .seconds(max(1, probe.periodSeconds ?? 10)))
        }
    }

    /// As `check`; an answer that takes longer than the probe's timeout is a failure.
    private func checkInTime() async throws -> String? {
        let limit = max(1, probe.timeoutSeconds ?? 1)
        return try await withThrowingTaskGroup(of: String?.self) { group in
            group.addTask { await check() }
            group.addTask {
                try await clock.sleep(for: .seconds(limit))
                return "probe failed: no answer within \(limit) s"
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }

    /// Nil for success, else the reason as the kubelet words it in its events.
    private func check() async -> String? {
        switch probe.action {
        case .httpGet(let path, let port):
            guard let number = pod.number(of: port), listens(on: number) else {
                return "probe failed: nothing listens on port \(port) of \(pod.name)"
            }
            let request = Request(
                .get, path, authority: "\(pod.address):\(number)", fields: ["user-agent": "kube-probe/1.35"])
            let response = await image.handler(request)
            let status = response.status.code
            let cause = response.fields["x-orrery-reason"].map { " (\($0))" } ?? ""
            return (200..<400).contains(status) ? nil : "probe failed: GET \(path) answered \(status)\(cause)"
        case .tcpSocket(let port):
            guard let number = pod.number(of: port), listens(on: number) else {
                return "probe failed: nothing listens on port \(port) of \(pod.name)"
            }
            let isOpen = await image.isListening?() ?? true
            return isOpen ? nil : "probe failed: the process does not listen"
        case .exec(let command):
            return "probe failed: '\(command.joined(separator: " "))' cannot run in a local image"
        }
    }

    /// A local image listens on the ports that its container declares.
    private func listens(on number: Int) -> Bool {
        pod.ports.contains { $0.containerPort == number }
    }
}

/// A probe that ends the container.
struct ProbeFailed: Error, CustomStringConvertible {
    var kind: String
    var reason: String

    var description: String { "the \(kind) probe failed: \(reason)" }
}
