package import Diagnostics
package import HTTP
package import Kubernetes

/// Every load balancer that the Ingresses of a cluster ask for: one for each group.
///
/// A group of which the controller would refuse any part has no load balancer here, as it would get none (or keep the
/// old one) in the cloud; the diagnostics say why.
package struct LoadBalancerRules: Sendable {
    /// By group name.
    package var loadBalancers: [LoadBalancer]

    /// Reads Ingresses whose class belongs to the AWS Load Balancer Controller; others are left alone. `namespaces`
    /// holds the labels of namespaces by name, for classes that only some namespaces may use.
    package init(
        ingresses: [Ingress], classes: [IngressClass], params: [IngressClassParams],
        namespaces: [String: [ObjectMeta.Pair]] = [:], diagnostics: inout [Diagnostic]
    ) {
        let groups = IngressGroup.groups(
            of: ingresses, classes: classes, params: params, namespaces: namespaces, diagnostics: &diagnostics)
        loadBalancers = groups.compactMap { group in
            var builder = LoadBalancerBuilder(group: group)
            let built = builder.loadBalancer()
            diagnostics += builder.diagnostics
            let isRefused =
                builder.diagnostics.contains { $0.severity == .error } || group.members.contains(where: \.isRefused)
            return isRefused ? nil : built
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
