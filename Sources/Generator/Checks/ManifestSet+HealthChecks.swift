import Diagnostics
import Kubernetes
import NetworkPolicy

// A load balancer with targets by address asks the pods themselves how they are, from its own subnets.

extension ManifestSet {
    /// The policies let every load balancer ask the pods that it sends requests to.
    func checkHealthChecks() -> [Diagnostic] {
        manifests.flatMap { manifest -> [Diagnostic] in
            switch manifest {
            case .ingress(let ingress): checkHealthChecks(of: ingress.metadata) { targets(of: ingress) }
            case .gateway(let gateway):
                checkHealthChecks(of: gateway.metadata) { routes(of: gateway).flatMap(self.targets) }
            default: []
            }
        }
    }

    private func checkHealthChecks(of balancer: ObjectMeta, _ targets: () -> [Target]) -> [Diagnostic] {
        guard let subnets = balancer.annotations["orrery.dev/subnets"] else { return [] }
        let ranges = subnets.split(separator: ",").map { $0.filter { $0 != " " } }
        var seen: Set<Key> = []
        return targets().flatMap { target -> [Diagnostic] in
            seen.insert(Key(Service.kind, target.service.metadata)).inserted ? unreachable(target, from: ranges) : []
        }
    }

    /// A port of a Service that a load balancer sends requests to.
    private struct Target {
        var service: Service
        var port: Service.Port
        var span: SourceSpan?
    }

    private func targets(of ingress: Ingress) -> [Target] {
        let backends = ingress.rules.flatMap(\.paths).map(\.backend) + (ingress.defaultBackend.map { [$0] } ?? [])
        return backends.compactMap { backend in
            guard let service = service(backend.service, in: ingress.metadata.namespace),
                let port = service.ports.first(where: { backend.port.names($0) })
            else { return nil }
            return Target(service: service, port: port, span: backend.span ?? span(of: ingress.metadata))
        }
    }

    private func targets(of route: HTTPRoute) -> [Target] {
        route.rules.flatMap(\.backendRefs).compactMap { backend in
            let namespace = backend.reference.namespace ?? route.metadata.namespace
            guard backend.reference.kind == Service.kind, let service = service(backend.reference.name, in: namespace),
                let port = service.ports.first(where: { $0.port == backend.port })
            else { return nil }
            return Target(service: service, port: port, span: backend.span ?? span(of: route.metadata))
        }
    }

    /// The routes that attach to a Gateway.
    private func routes(of gateway: Gateway) -> [HTTPRoute] {
        manifests.compactMap { manifest in
            guard case .httpRoute(let route) = manifest else { return nil }
            return route.parentRefs.contains {
                $0.reference.kind == Gateway.kind && $0.reference.name == gateway.metadata.name
                    && ($0.reference.namespace ?? route.metadata.namespace) == gateway.metadata.namespace
            } ? route : nil
        }
    }

    private func unreachable(_ target: Target, from ranges: [String]) -> [Diagnostic] {
        let selector = LabelSelector(matchLabels: target.service.selector)
        return pods(in: target.service.metadata.namespace, chosenBy: selector).flatMap { pod -> [Diagnostic] in
            guard let number = pod.number(of: target.port.targetPort ?? .int(target.port.port)) else { return [] }
            return ranges.compactMap { range in
                let decision = policies.decide(
                    from: .address(ip: Self.firstHost(of: range), hostName: "the load balancer"), to: pod.endpoint,
                    port: number)
                return decision.isAllowed
                    ? nil : .unreachableProbe(range, pod.metadata.name, decision.reason, at: target.span)
            }
        }
    }
}

extension Ingress.ServicePort {
    fileprivate func names(_ port: Service.Port) -> Bool {
        switch self {
        case .number(let number): port.port == number
        case .name(let name): port.name == name
        }
    }
}
