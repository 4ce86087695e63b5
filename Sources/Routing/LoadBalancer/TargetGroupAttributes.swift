import Kubernetes

/// The attributes of a target group that change what happens to a request.
/// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html.
package struct TargetGroupAttributes: Hashable, Sendable {
    /// How long a client stays with its target; nil for no stickiness.
    package var stickiness: Duration?
    /// The application's own cookie that stickiness follows; nil where the load balancer's own decides.
    package var applicationCookie: String?

    package init() {}

    /// - Parameter pairs: such as `stickiness.enabled` with `true`.
    package init(_ pairs: [(name: String, value: String)]) {
        func value(_ name: String) -> String? { pairs.last { $0.name == name }?.value }
        guard value("stickiness.enabled") == "true" else { return }
        let type = value("stickiness.type") ?? "lb_cookie"
        let seconds = value("stickiness.\(type).duration_seconds").flatMap { Int($0) } ?? 86_400
        stickiness = .seconds(seconds)
        if type == "app_cookie" { applicationCookie = value("stickiness.app_cookie.cookie_name") }
    }
}

/// The version of HTTP in which targets are spoken to, and the clients that they then cannot have: 464.
/// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html#target-group-protocol-version
package enum TargetGroupProtocolVersion: String, Hashable, Sendable {
    case http1 = "HTTP1"
    case http2 = "HTTP2"
    case grpc = "GRPC"
}

extension String {
    /// The pairs of an annotation such as `k1=v1,k2=v2`, in order.
    var annotatedPairs: [(name: String, value: String)] {
        split(separator: ",").compactMap { part in
            let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return sides.count == 2 ? (String(sides[0]).trimmed, String(sides[1]).trimmed) : nil
        }
    }
}
