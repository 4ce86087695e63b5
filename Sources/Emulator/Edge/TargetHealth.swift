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
    private struct Key: Hashable {
        var check: TargetGroupHealthCheck
        var target: String
    }

    private struct Answer {
        var isHealthy: Bool
        var time: Timestamp
    }

    private let clock: InstanceClock
    private let answers = Mutex<[Key: Answer]>([:])

    package init(clock: InstanceClock) { self.clock = clock }

    /// Whether the target called `name` passes `check`; `probe` asks it for the check's path.
    package func isHealthy(_ name: String, _ check: TargetGroupHealthCheck, _ probe: (_ path: String) async -> Status)
        async -> Bool
    {
        let key = Key(check: check, target: name)
        let now = clock.now
        if let known = answers.withLock({ $0[key] }), now - known.time < check.interval { return known.isHealthy }
        let isHealthy = check.isSuccess(await probe(check.path).code)
        answers.withLock { $0[key] = Answer(isHealthy: isHealthy, time: now) }
        return isHealthy
    }
}
