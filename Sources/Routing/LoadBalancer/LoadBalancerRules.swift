package import Diagnostics
package import HTTP
package import Kubernetes

/// Every load balancer that the Ingresses of a cluster ask for, one for each group, and that its Gateways ask for.
///
/// A group or Gateway of which the controller would refuse any part has no load balancer here, as it would get none (or keep the
/// old one) in the cloud; the diagnostics say why.
package struct LoadBalancerRules: Sendable {
    /// By group name.
    package var loadBalancers: [LoadBalancer]

    /// Reads Ingresses whose class belongs to the AWS Load Balancer Controller; others are left alone. `namespaces`
    /// holds the labels of namespaces by name, for classes that only some namespaces may use; annotations of `services`
    /// come before those of the Ingresses that lead to them.
    package init(
        ingresses: [Ingress], classes: [IngressClass], params: [IngressClassParams], services: [Service] = [],
        namespaces: [String: [ObjectMeta.Pair]] = [:], diagnostics: inout [Diagnostic]
    ) {
        let groups = IngressGroup.groups(
            of: ingresses, classes: classes, params: params, services: services, namespaces: namespaces,
            diagnostics: &diagnostics)
        loadBalancers = groups.compactMap { group in
            var builder = LoadBalancerBuilder(group: group)
            let built = builder.loadBalancer()
            diagnostics += builder.diagnostics
            let isRefused =
                builder.diagnostics.contains { $0.severity == .error } || group.members.contains(where: \.isRefused)
            return isRefused ? nil : built
        }
    }

    /// Reads Gateways whose class belongs to the AWS Load Balancer Controller, with the routes that are attached to
    /// them; others are left alone. What is wrong with the routes themselves is for `GatewayRoutes` to say.
    package init(
        gatewayClasses: [GatewayClass], gateways: [Gateway], routes: [HTTPRoute], grants: [ReferenceGrant],
        settings: LoadBalancerSettings, namespaces: [String: [ObjectMeta.Pair]] = [:],
        diagnostics: inout [Diagnostic]
    ) {
        let attachment = RouteAttachment(
            gatewayClasses: gatewayClasses, gateways: gateways, grants: grants,
            policies: PolicyAttachment(security: [], traffic: []), namespaces: namespaces)
        loadBalancers = []
        for gateway in gateways {
            guard let provider = attachment.provider(of: gateway) else { continue }
            var builder = GatewayLoadBalancerBuilder(
                gateway, provider: provider, attachment: attachment, settings: settings)
            let built = builder.loadBalancer(routes: routes)
            diagnostics += builder.diagnostics
            if !builder.diagnostics.contains(where: { $0.severity == .error }) { loadBalancers.append(built) }
        }
    }

    /// What is done with `request`, which came in on `port` of the only load balancer, or of the one of `group`; nil
    /// when nothing listens there.
    package func decide(_ request: Request, port: Int, group: String? = nil) -> LoadBalancerDecision? {
        for balancer in loadBalancers where group == nil || balancer.group == group {
            if let decision = balancer.decide(request, port: port) { return decision }
        }
        return nil
    }
}
