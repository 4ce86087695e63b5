import Diagnostics
import HTTP
import Kubernetes

/// Finds the listeners that each route is attached to, and resolves what its rules refer to.
struct RouteAttachment {
    var gatewayClasses: [GatewayClass]
    var gateways: [Gateway]
    var grants: [ReferenceGrant]
    var policies: PolicyAttachment
    var namespaces: [String: [ObjectMeta.Pair]]

    /// The listeners of the Gateways inside the cluster with what `routes` put on them; those of load balancers are
    /// checked too, and are `LoadBalancerRules`'s to build.
    func listeners(for routes: [HTTPRoute], diagnostics: inout [Diagnostic]) -> [GatewayRoutes.Listener] {
        diagnostics += policies.diagnostics(gateways: gateways, routes: routes)
        for route in routes {
            for parent in route.parentRefs { check(route, parent, &diagnostics) }
            checkRules(of: route, &diagnostics)
        }
        return gateways.sorted { ($0.metadata.namespace, $0.metadata.name) < ($1.metadata.namespace, $1.metadata.name) }
            .flatMap { gateway -> [GatewayRoutes.Listener] in
                guard let found = gatewayClasses.first(where: { $0.metadata.name == gateway.gatewayClassName }) else {
                    diagnostics.append(
                        Diagnostic(
                            "unknown-gateway-class",
                            "Gateway '\(gateway.metadata.namespace)/\(gateway.metadata.name)' names the class '\(gateway.gatewayClassName)', which is not there",
                            at: gateway.metadata.span))
                    return []
                }
                if Self.isLoadBalancer(found) { return [] }
                let isEnvoy = found.controllerName == Self.envoyGateway
                return gateway.listeners.filter(\.servesHTTP).map { listener in
                    self.listener(listener, of: gateway, routes: routes, isEnvoy ? .envoyGateway : .specification)
                }
            }
    }

    private static let envoyGateway = "gateway.envoyproxy.io/gatewayclass-controller"

    /// The provider of load balancers that serves `gateway`; nil for one inside the cluster.
    func provider(of gateway: Gateway) -> LoadBalancerProvider? {
        let found = gatewayClasses.first { $0.metadata.name == gateway.gatewayClassName }
        return LoadBalancerProvider.allCases.first { $0.gatewayController == found?.controllerName }
    }

    private static func isLoadBalancer(_ found: GatewayClass) -> Bool {
        LoadBalancerProvider.allCases.contains { $0.gatewayController == found.controllerName }
    }

    /// Whether a load balancer serves the route, which then may have filters of its own.
    func isOnLoadBalancer(_ route: HTTPRoute) -> Bool {
        gateways.contains { gateway in
            provider(of: gateway) != nil && route.parentRefs.contains { $0.names(gateway, from: route) }
        }
    }

    func listener(
        _ listener: Gateway.Listener, of gateway: Gateway, routes: [HTTPRoute], _ precedence: RoutePrecedence
    ) -> GatewayRoutes.Listener {
        let candidates = routes.flatMap { route -> [RouteCandidate] in
            guard route.parentRefs.contains(where: { attaches(route, $0, to: listener, of: gateway) }) else {
                return []
            }
            return listener.hostnames(with: route).flatMap { hostname in
                route.rules.indices.flatMap { index in
                    self.candidates(of: route, rule: index, hostname: hostname, listener: listener, gateway: gateway)
                }
            }
        }
        return GatewayRoutes.Listener(
            gateway: ObjectReference(
                group: "gateway.networking.k8s.io", kind: Gateway.kind, name: gateway.metadata.name,
                namespace: gateway.metadata.namespace),
            port: listener.port, hostname: listener.hostname.map(HostnamePattern.init),
            candidates: candidates.sorted(by: precedence.isBefore))
    }

    // MARK: - Attachment

    private func attaches(
        _ route: HTTPRoute, _ parent: HTTPRoute.ParentReference, to listener: Gateway.Listener, of gateway: Gateway
    ) -> Bool {
        parent.names(gateway, from: route) && (parent.sectionName ?? listener.name) == listener.name
            && (parent.port ?? listener.port) == listener.port && allows(listener, route, gateway)
    }

    private func allows(_ listener: Gateway.Listener, _ route: HTTPRoute, _ gateway: Gateway) -> Bool {
        let namespace = route.metadata.namespace
        switch listener.allowedRoutes?.from ?? .same {
        case .all: return true
        case .same: return namespace == gateway.metadata.namespace
        case .none: return false
        case .selector:
            let labels = (namespaces[namespace] ?? []) + [ObjectMeta.Pair("kubernetes.io/metadata.name", namespace)]
            return listener.allowedRoutes?.selector?.matches(labels) ?? false
        }
    }

    /// What becomes of a route at one of its parents.
    enum Attachment {
        /// The parent is no Gateway.
        case notConcerned
        case unknownGateway
        case unknownListener(Gateway)
        case notAllowed(Gateway)
        case noMatchingHostname(Gateway)
        case attached(Gateway, [Gateway.Listener])
    }

    func attachment(of route: HTTPRoute, to parent: HTTPRoute.ParentReference) -> Attachment {
        guard parent.reference.kind == Gateway.kind else { return .notConcerned }
        guard let gateway = gateways.first(where: { parent.names($0, from: route) }) else { return .unknownGateway }
        let named = gateway.listeners.filter {
            (parent.sectionName ?? $0.name) == $0.name && (parent.port ?? $0.port) == $0.port && $0.servesHTTP
        }
        if named.isEmpty { return .unknownListener(gateway) }
        let allowing = named.filter { allows($0, route, gateway) }
        if allowing.isEmpty { return .notAllowed(gateway) }
        let matching = allowing.filter { !$0.hostnames(with: route).isEmpty }
        return matching.isEmpty ? .noMatchingHostname(gateway) : .attached(gateway, matching)
    }

    /// Says why a route is on no listener of a parent.
    private func check(_ route: HTTPRoute, _ parent: HTTPRoute.ParentReference, _ diagnostics: inout [Diagnostic]) {
        let title = "HTTPRoute '\(route.metadata.namespace)/\(route.metadata.name)'"
        func report(_ id: String, _ message: String, help: String? = nil) {
            diagnostics.append(Diagnostic(id, "\(title) \(message)", at: route.metadata.span, help: help))
        }
        switch attachment(of: route, to: parent) {
        case .notConcerned, .attached: break
        case .unknownGateway:
            report(
                "unknown-gateway", "names the Gateway '\(parent.reference.name)', which is not there",
                help: nearest(to: parent.reference.name, in: gateways.map(\.metadata.name)).map {
                    "did you mean '\($0)'?"
                })
        case .unknownListener(let gateway):
            report("unknown-listener", "names a listener that Gateway '\(gateway.metadata.name)' does not have")
        case .notAllowed(let gateway):
            report(
                "route-not-allowed",
                "is in namespace '\(route.metadata.namespace)', of which Gateway '\(gateway.metadata.name)' takes no routes",
                help: "see 'allowedRoutes' of its listeners")
        case .noMatchingHostname(let gateway):
            report(
                "no-matching-hostname", "has no host name that a listener of Gateway '\(gateway.metadata.name)' has too"
            )
        }
    }

    private func checkRules(of route: HTTPRoute, _ diagnostics: inout [Diagnostic]) {
        for (index, rule) in route.rules.enumerated() {
            let span = rule.span ?? route.metadata.span
            for fault in faults(of: rule, index, of: route) {
                diagnostics.append(Diagnostic("broken-route", fault, at: span))
            }
            for backend in backends(of: rule, index, of: route) {
                guard let fault = backend.fault else { continue }
                diagnostics.append(Diagnostic("bad-backend", fault, at: backend.span ?? span))
            }
        }
    }
}

extension Gateway.Listener {
    var servesHTTP: Bool { ["HTTP", "HTTPS"].contains(self.protocol) }

    /// The host names under which `route` is served here; nil in it for every host, and nothing when they have none in
    /// common.
    fileprivate func hostnames(with route: HTTPRoute) -> [HostnamePattern?] {
        let own = hostname.map(HostnamePattern.init)
        if route.hostnames.isEmpty { return [own] }
        let wanted = route.hostnames.map(HostnamePattern.init)
        guard let own else { return wanted }
        // Names that nothing is common to are left out here, because a nil in the list would mean every host.
        return wanted.compactMap(own.intersection)
    }
}

extension HTTPRoute.ParentReference {
    func names(_ gateway: Gateway, from route: HTTPRoute) -> Bool {
        reference.kind == Gateway.kind && reference.name == gateway.metadata.name
            && (reference.namespace ?? route.metadata.namespace) == gateway.metadata.namespace
    }
}
