import Determinism
import HTTP
import Kubernetes

/// One probe of one container, asked again and again with the probe's own numbers on the instance's clock.
///
/// Kubernetes documentation, "Configure Liveness, Readiness and Startup Probes".
struct Prober {
    let probe: Probe
    let pod: Pod
    let handler: Handler
    let clock: InstanceClock
    /// What the results so far amount to, by the probe's thresholds.
    enum Verdict { case undecided, passed, failed }

    init(probe: Probe, pod: Pod, handler: @escaping Handler, clock: InstanceClock) {
        self.probe = probe
        self.pod = pod
        self.handler = handler
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
            if let failure = await check() {
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

    /// Nil for success, else the reason as the kubelet words it in its events.
    private func check() async -> String? {
        switch probe.action {
        case .httpGet(let path, let port):
            guard let number = pod.number(of: port), listens(on: number) else {
                return "probe failed: nothing listens on port \(port) of \(pod.name)"
            }
            let request = Request(
                .get, path, authority: "\(pod.address):\(number)", fields: ["user-agent": "kube-probe/1.35"])
            let status = await handler(request).status.code
            return (200..<400).contains(status) ? nil : "probe failed: GET \(path) answered \(status)"
        case .tcpSocket(let port):
            guard let number = pod.number(of: port), listens(on: number) else {
                return "probe failed: nothing listens on port \(port) of \(pod.name)"
            }
            return nil
        case .exec(let command):
            return "probe failed: '\(command.joined(separator: " "))' cannot run in a local image"
        }
    }

    /// A local image listens on the ports that its container declares.
    private func listens(on number: Int) -> Bool {
        pod.container?.ports.contains { $0.containerPort == number } ?? false
    }
}

/// A probe that ends the container.
struct ProbeFailed: Error, CustomStringConvertible {
    var kind: String
    var reason: String

    var description: String { "the \(kind) probe failed: \(reason)" }
}
