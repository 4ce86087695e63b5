import Diagnostics
import Kubernetes

extension RoutingStatus {
    /// What the AWS Load Balancer Controller would say about the group that the Ingress belongs to: one mistake in one
    /// member keeps it from all. Other controllers say nothing that is common to them.
    func status(of ingress: Ingress) -> ObjectStatus {
        let found = ingressClasses.first { candidate in
            ingress.ingressClassName.map { $0 == candidate.metadata.name } ?? candidate.isDefault
        }
        guard let found else {
            return ObjectStatus(sections: [.init()])
        }
        let section = ObjectStatus.Section(controller: found.controller)
        guard LoadBalancerProvider.allCases.contains(where: { $0.ingressController == found.controller }) else {
            return ObjectStatus(sections: [section])
        }
        var diagnostics: [Diagnostic] = []
        let groups = IngressGroup.groups(
            of: ingresses, classes: ingressClasses, params: ingressClassParams, services: services,
            namespaces: attachment.namespaces, diagnostics: &diagnostics)
        let own = groups.first { group in
            group.members.contains {
                $0.ingress.metadata.name == ingress.metadata.name
                    && $0.ingress.metadata.namespace == ingress.metadata.namespace
            }
        }
        // What is wrong with a member of another group keeps nobody here from a load balancer.
        let places = own?.members.map(\.ingress.metadata.span) ?? [ingress.metadata.span]
        diagnostics.removeAll { !places.contains($0.span) }
        if let own {
            var builder = LoadBalancerBuilder(group: own)
            _ = builder.loadBalancer()
            diagnostics += builder.diagnostics
        }
        let errors = diagnostics.filter { $0.severity == .error }
        let failures = errors.map {
            ObjectStatus.Event(isWarning: true, reason: "FailedBuildModel", message: $0.message, span: $0.span)
        }
        let success = ObjectStatus.Event(
            reason: "SuccessfullyReconciled", message: "the load balancer is as the Ingress says",
            span: ingress.metadata.span)
        return ObjectStatus(sections: [section], events: failures.isEmpty ? [success] : failures)
    }
}
