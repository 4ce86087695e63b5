package import Kubernetes

/// How a load balancer finds out which targets of a group are well; the defaults are those of the AWS Load Balancer
/// Controller.
package struct TargetGroupHealthCheck: Hashable, Sendable {
    package var path: String
    /// nil for the port that gets the requests.
    package var port: Int?
    package var interval: Duration
    /// How long an answer may take.
    package var timeout: Duration
    package var successCodes: String

    package init(
        path: String = "/", port: Int? = nil, interval: Duration = .seconds(15), timeout: Duration = .seconds(5),
        successCodes: String = "200"
    ) {
        self.path = path
        self.port = port
        self.interval = interval
        self.timeout = timeout
        self.successCodes = successCodes
    }

    /// What the annotations `healthcheck-*` and `success-codes` of an Ingress say.
    package init(annotations: [ObjectMeta.Pair]) {
        self.init()
        func value(_ suffix: String) -> String? { annotations[ALBAnnotation.prefix + suffix] }
        func seconds(_ suffix: String) -> Duration? { value(suffix).flatMap { Int($0) }.map { .seconds($0) } }
        path = value("healthcheck-path") ?? path
        port = value("healthcheck-port").flatMap { Int($0) }
        interval = seconds("healthcheck-interval-seconds") ?? interval
        timeout = seconds("healthcheck-timeout-seconds") ?? timeout
        successCodes = value("success-codes") ?? successCodes
    }

    package init(_ configuration: TargetGroupConfiguration.HealthCheck?) {
        self.init()
        path = configuration?.path ?? path
        port = configuration?.port.flatMap { Int($0) }
        interval = configuration?.interval.map { .seconds($0) } ?? interval
        timeout = configuration?.timeout.map { .seconds($0) } ?? timeout
        successCodes = configuration?.httpCode ?? successCodes
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
