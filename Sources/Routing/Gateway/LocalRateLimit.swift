package import HTTP
package import Kubernetes
import Synchronization

/// What Envoy's local rate limit counts: a bucket for each rule, filled once in every unit of time.
/// https://gateway.envoyproxy.io/docs/tasks/traffic/local-rate-limit/.
package final class LocalRateLimit: Sendable {
    private struct Bucket {
        var tokens: Int
        /// In units of the rule.
        var filled: Int64
    }

    private let buckets = Mutex<[String: Bucket]>([:])

    package init() {}

    /// Whether `request` may pass at `seconds` of the clock, and takes its token out of each bucket if so. A rule with
    /// selectors counts the requests that all of them fit.
    package func admits(_ request: Request, by policy: BackendTrafficPolicy, seconds: Int64) -> Bool {
        guard let limit = policy.rateLimit, limit.scope == .local else { return true }
        return buckets.withLock { buckets in
            for (index, rule) in limit.rules.enumerated() where rule.concerns(request) {
                let key = "\(policy.metadata.namespace)/\(policy.metadata.name)/\(index)"
                let now = seconds / rule.unit.seconds
                var bucket = buckets[key] ?? Bucket(tokens: rule.requests, filled: now)
                if bucket.filled != now { bucket = Bucket(tokens: rule.requests, filled: now) }
                let isOpen = bucket.tokens > 0
                if isOpen { bucket.tokens -= 1 }
                buckets[key] = bucket
                if !isOpen { return false }
            }
            return true
        }
    }
}

extension BackendTrafficPolicy.RateLimit.Rule {
    fileprivate func concerns(_ request: Request) -> Bool {
        selectors.allSatisfy { selector in
            selector.headers.allSatisfy { header in
                let values = request.fields.all(header.name)
                return switch header.type {
                case .exact: values.contains(header.value ?? "")
                case .regularExpression:
                    RegularExpression(header.value ?? "").map { expression in values.contains(where: expression.fits) }
                        ?? false
                case .distinct: !values.isEmpty
                }
            }
        }
    }
}

extension BackendTrafficPolicy.RateLimit.Rule.Unit {
    fileprivate var seconds: Int64 {
        switch self {
        case .second: 1
        case .minute: 60
        case .hour: 3600
        case .day: 86_400
        }
    }
}
