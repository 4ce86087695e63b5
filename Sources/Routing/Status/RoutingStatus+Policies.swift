import Diagnostics
import Kubernetes

extension RoutingStatus {
    /// A policy of Envoy Gateway, of whatever kind.
    struct Policy: Sendable {
        var kind: String
        var metadata: ObjectMeta
        var targets: [PolicyTarget]
    }

    /// One section for each Gateway that a target is, or that takes the route that it is: Envoy Gateway writes nothing
    /// for a target that is not there.
    /// https://gateway-api.sigs.k8s.io/reference/policy-attachment/#standard-status-struct.
    func status(of policy: Policy) -> ObjectStatus {
        ObjectStatus(
            sections: policy.targets.flatMap { target in
                ancestors(of: target, in: policy.metadata.namespace).map { gateway in
                    section(of: policy, target, gateway)
                }
            })
    }

    private func ancestors(of target: PolicyTarget, in namespace: String) -> [Gateway] {
        if target.kind == Gateway.kind {
            return attachment.gateways.filter {
                $0.metadata.name == target.name && $0.metadata.namespace == namespace
            }
        }
        guard let route = route(target.name, in: namespace) else { return [] }
        return attachment.gateways.filter { isAccepted(route, by: $0) }
    }

    private func isAccepted(_ route: HTTPRoute, by gateway: Gateway) -> Bool {
        gateway.listeners.contains { isAccepted(route, by: $0, of: gateway) }
    }

    private func route(_ name: String, in namespace: String) -> HTTPRoute? {
        routes.first { $0.metadata.name == name && $0.metadata.namespace == namespace }
    }

    private func section(of policy: Policy, _ target: PolicyTarget, _ gateway: Gateway) -> ObjectStatus.Section {
        let place = policy.metadata.span
        let listener = target.kind == Gateway.kind ? target.sectionName.map { ", listener \($0)" } ?? "" : ""
        var section = ObjectStatus.Section(
            subject: "ancestor \(gateway.metadata.namespace)/\(gateway.metadata.name)\(listener)",
            controller: gatewayClass(of: gateway)?.controllerName ?? "")
        if section.controller.isEmpty { return section }
        let title = "\(target.kind) '\(target.name)'"
        if let name = target.sectionName, !sections(of: target, in: policy.metadata.namespace).contains(name) {
            section.conditions = [
                .init("Accepted", .no, "TargetNotFound", "\(title) has no section '\(name)'", at: place)
            ]
            return section
        }
        // The older one wins; manifests have no age, so the first by name does.
        let rival = policies.first { other in
            other.kind == policy.kind && other.metadata.namespace == policy.metadata.namespace
                && other.metadata.name < policy.metadata.name && other.targets.contains(target)
        }
        if let rival {
            section.conditions = [
                .init(
                    "Accepted", .no, "Conflicted", "\(policy.kind) '\(rival.metadata.name)' is about \(title) already",
                    at: rival.metadata.span)
            ]
            return section
        }
        section.conditions = [.init("Accepted", .yes, "Accepted", "the policy is in force", at: place)]
        let nearer = target.kind == Gateway.kind ? overriding(policy, at: gateway) : []
        if !nearer.isEmpty {
            section.conditions.append(
                .init(
                    "Overridden", .yes, "Overridden",
                    "these routes have one of their own: \(nearer.joined(separator: ", "))",
                    at: place))
        }
        return section
    }

    private func sections(of target: PolicyTarget, in namespace: String) -> [String] {
        target.kind == Gateway.kind
            ? ancestors(of: target, in: namespace).flatMap(\.listeners).map(\.name)
            : route(target.name, in: namespace)?.rules.compactMap(\.name) ?? []
    }

    /// The routes at the Gateway that have a policy of the same kind of their own.
    private func overriding(_ policy: Policy, at gateway: Gateway) -> [String] {
        routes.filter { route in
            policies.contains { other in
                other.kind == policy.kind && other.metadata.namespace == route.metadata.namespace
                    && other.targets.contains { $0.kind == HTTPRoute.kind && $0.name == route.metadata.name }
            } && isAccepted(route, by: gateway)
        }.map { "\($0.metadata.namespace)/\($0.metadata.name)" }
    }
}
