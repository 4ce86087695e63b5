package import Determinism
package import HTTP
package import Kubernetes
import Synchronization

/// What a load balancer knows of its targets' health.
///
/// A target is asked when a request comes for it and the last answer is older than the check's interval: the answers
/// are those that a load balancer that asks all the time would have, without asking when nobody wants to know. The
/// first answer decides at once; thresholds are not waited for.
package final class TargetHealth: Sendable {
    /// How the targets of one Ingress are checked: its `healthcheck-*` and `success-codes` annotations, with the
    /// defaults of the AWS Load Balancer Controller.
    package struct Check: Hashable, Sendable {
        package var path: String
        package var interval: Duration
        package var successCodes: String

        package init(_ annotations: [ObjectMeta.Pair]) {
            let prefix = "alb.ingress.kubernetes.io/"
            path = annotations[prefix + "healthcheck-path"] ?? "/"
            interval = .seconds(annotations[prefix + "healthcheck-interval-seconds"].flatMap { Int($0) } ?? 15)
            successCodes = annotations[prefix + "success-codes"] ?? "200"
        }

        /// Whether `code` is among the success codes: `200`, `200,202`, `200-299`.
        package func isSuccess(_ code: Int) -> Bool {
            successCodes.split(separator: ",").contains { part in
                let bounds = part.split(separator: "-").compactMap { Int($0.filter(\.isNumber)) }
                guard let low = bounds.first, let high = bounds.last else { return false }
                return low <= code && code <= high
            }
        }
    }

    private struct Key: Hashable {
        var check: Check
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
    package func isHealthy(_ name: String, _ check: Check, _ probe: (_ path: String) async -> Status) async -> Bool {
        let key = Key(check: check, target: name)
        let now = clock.now
        if let known = answers.withLock({ $0[key] }), now - known.time < check.interval { return known.isHealthy }
        let isHealthy = check.isSuccess(await probe(check.path).code)
        answers.withLock { $0[key] = Answer(isHealthy: isHealthy, time: now) }
        return isHealthy
    }
}
