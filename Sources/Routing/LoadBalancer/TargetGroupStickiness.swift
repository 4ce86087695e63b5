import HTTP
import Kubernetes

/// Whether a client stays with the target group that it was first given, by the cookie `AWSALBTG`.
/// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html#sticky-sessions
package struct TargetGroupStickiness: Equatable, Sendable {
    package var duration: Duration

    package init(duration: Duration) { self.duration = duration }

    static let cookie = "AWSALBTG"

    /// The group that an earlier cookie of `request` names; nil when it names none that takes requests still, or it has
    /// expired.
    func group(
        of request: Request, among groups: [ListenerAction.TargetGroup], seconds now: Int64
    ) -> ListenerAction.TargetGroup? {
        guard let value = request.cookies[Self.cookie], let bytes = Base64.url.decode(value) else { return nil }
        let parts = String(decoding: bytes, as: UTF8.self).split(separator: " ", maxSplits: 1)
        guard parts.count == 2, let expiry = Int64(parts[0]), now < expiry else { return nil }
        return groups.first { $0.weight > 0 && $0.target.title == parts[1] }
    }

    /// The cookies that keep a client with `group`: the second is for requests from other sites' pages.
    func cookies(for group: ListenerAction.TargetGroup, seconds now: Int64) -> [String] {
        let expiry = now + duration.components.seconds
        let value = Base64.url.encode(Array("\(expiry) \(group.target.title)".utf8))
        let age = "Max-Age=\(duration.components.seconds); Path=/"
        return [
            "\(Self.cookie)=\(value); \(age)", "\(Self.cookie)CORS=\(value); \(age); SameSite=None; Secure",
        ]
    }
}

extension ListenerAction.TargetGroup.Target {
    /// `shop/api:80`.
    package var title: String {
        switch self {
        case .external(let name): name
        case .service(let namespace, let name, .number(let port)): "\(namespace)/\(name):\(port)"
        case .service(let namespace, let name, .name(let port)): "\(namespace)/\(name):\(port)"
        }
    }
}
