import Diagnostics
import Kubernetes

/// Which policies of Envoy Gateway apply to a rule of a route: one of the rule, else of the route, else of the listener,
/// else of the Gateway. The nearest replaces the others whole.
/// https://gateway.envoyproxy.io/docs/concepts/gateway_api_extensions/security-policy/.
struct PolicyAttachment: Sendable {
    private let security: [SecurityPolicy]
    private let traffic: [BackendTrafficPolicy]

    init(security: [SecurityPolicy], traffic: [BackendTrafficPolicy]) {
        // Of two policies for one target the older wins; manifests have no age, so the first by name does.
        self.security = security.sorted { Self.isBefore($0.metadata, $1.metadata) }
        self.traffic = traffic.sorted { Self.isBefore($0.metadata, $1.metadata) }
    }

    private static func isBefore(_ lhs: ObjectMeta, _ rhs: ObjectMeta) -> Bool {
        (lhs.namespace, lhs.name) < (rhs.namespace, rhs.name)
    }

    /// A rule of a route on a listener of a Gateway.
    struct Place {
        var route: ObjectMeta
        var ruleName: String?
        var gateway: ObjectMeta
        var listener: String

        /// From near to far: what a policy may name, and the namespace that it must be in.
        var targets: [(target: PolicyTarget, namespace: String)] {
            let rule = ruleName.map {
                [(PolicyTarget(kind: HTTPRoute.kind, name: route.name, sectionName: $0), route.namespace)]
            }
            return (rule ?? []) + [
                (PolicyTarget(kind: HTTPRoute.kind, name: route.name), route.namespace),
                (PolicyTarget(kind: Gateway.kind, name: gateway.name, sectionName: listener), gateway.namespace),
                (PolicyTarget(kind: Gateway.kind, name: gateway.name), gateway.namespace),
            ]
        }
    }

    func cors(at place: Place) -> SecurityPolicy.CORS? { securityPolicy(at: place)?.cors }

    func requirement(at place: Place) -> TokenRequirement? {
        securityPolicy(at: place).flatMap { policy in
            if policy.jwt == nil && policy.authorization == nil { return nil }
            return TokenRequirement(
                policy: "\(policy.metadata.namespace)/\(policy.metadata.name)", providers: policy.jwt?.providers ?? [],
                isOptional: policy.jwt?.optional ?? true, authorization: policy.authorization,
                span: policy.metadata.span)
        }
    }

    private func securityPolicy(at place: Place) -> SecurityPolicy? {
        nearest(security, at: place, metadata: \.metadata, targets: \.targetRefs)
    }

    func trafficPolicy(at place: Place) -> BackendTrafficPolicy? {
        nearest(traffic, at: place, metadata: \.metadata, targets: \.targetRefs)
    }

    private func nearest<Policy>(
        _ policies: [Policy], at place: Place, metadata: KeyPath<Policy, ObjectMeta>,
        targets: KeyPath<Policy, [PolicyTarget]>
    ) -> Policy? {
        for wanted in place.targets {
            let found = policies.first {
                $0[keyPath: metadata].namespace == wanted.namespace && $0[keyPath: targets].contains(wanted.target)
            }
            if let found { return found }
        }
        return nil
    }

    /// Policies whose target is not there, which would leave open what they were written to close.
    func diagnostics(gateways: [Gateway], routes: [HTTPRoute]) -> [Diagnostic] {
        let objects =
            security.map { (SecurityPolicy.kind, $0.metadata, $0.targetRefs) }
            + traffic.map { (BackendTrafficPolicy.kind, $0.metadata, $0.targetRefs) }
        return objects.flatMap { kind, metadata, targets in
            targets.compactMap { target in
                let known =
                    target.kind == Gateway.kind
                    ? gateways.contains {
                        Self.names($0.metadata, target, metadata.namespace, $0.listeners.map(\.name))
                    }
                    : routes.contains {
                        Self.names($0.metadata, target, metadata.namespace, $0.rules.compactMap(\.name))
                    }
                if known { return nil }
                let section = target.sectionName.map { " section '\($0)'" } ?? ""
                return Diagnostic(
                    "unknown-policy-target",
                    "\(kind) '\(metadata.namespace)/\(metadata.name)' is about \(target.kind) '\(target.name)'\(section), which is not in its namespace",
                    at: metadata.span)
            }
        }
    }

    private static func names(
        _ object: ObjectMeta, _ target: PolicyTarget, _ namespace: String, _ sections: [String]
    ) -> Bool {
        object.name == target.name && object.namespace == namespace
            && target.sectionName.map(sections.contains) ?? true
    }
}
