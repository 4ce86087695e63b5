package import Determinism
package import HTTP
package import Routing
import Synchronization

/// What a load balancer knows of its targets' health.
///
/// A target is asked when a request comes for it and the last answer is older than the check's interval: the answers
/// are those that a load balancer that asks all the time would have, without asking when nobody wants to know. The
/// first answer decides at once; thresholds are not waited for.
package final class TargetHealth: Sendable {
    private struct Answer {
        var check: TargetGroupHealthCheck
        var isHealthy: Bool
        var time: Timestamp
    }

    private let clock: InstanceClock
    /// By target: few are asked in more than one way.
    private let answers = Mutex<[String: [Answer]]>([:])

    package init(clock: InstanceClock) { self.clock = clock }

    /// Whether the target called `name` passes `check`; `probe` asks it for the check's path, and gives nil where no
    /// answer came in time.
    package func isHealthy(_ name: String, _ check: TargetGroupHealthCheck, _ probe: (_ path: String) async -> Status?)
        async -> Bool
    {
        let now = clock.now
        let known = answers.withLock { answers -> Bool? in
            guard let answer = answers[name]?.first(where: { $0.check == check }), now - answer.time < check.interval
            else { return nil }
            return answer.isHealthy
        }
        if let known { return known }
        let isHealthy = await probe(check.path).map { check.isSuccess($0.code) } ?? false
        answers.withLock { answers in
            answers[name, default: []].removeAll { $0.check == check }
            answers[name, default: []].append(Answer(check: check, isHealthy: isHealthy, time: now))
        }
        return isHealthy
    }
}
