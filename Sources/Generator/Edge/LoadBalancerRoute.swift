import Blueprint
import Kubernetes

/// What the load balancer does with the requests for one path: whatever objects say it.
struct LoadBalancerRoute: Equatable {
    /// What its objects are called.
    var name: String
    /// A prefix of whole segments.
    var path: String
    /// The Service that gets the requests.
    var service: String
    var namespace: String
    var healthCheck: TargetGroupConfiguration.HealthCheck
    /// In order: the first whose methods fit decides.
    var parts: [Part]

    /// Requests with some methods, and the token that they need.
    struct Part: Equatable {
        enum Access: Equatable {
            case open
            /// A token of the system's own authorization server, with a scope where one is given.
            case token(scope: String?)
        }

        var name: String
        /// Empty for all.
        var methods: [String]
        var access: Access
    }
}

extension Site {
    /// The routes of the load balancer, the longest path first.
    ///
    /// Where the gateway checks tokens, one leads everything to it. A plain Ingress knows no tokens: there, what needs
    /// one goes from the load balancer, which checks it, straight to the pods of the workload, and only what is public
    /// goes through the gateway. So a path that a proxy would read in another way than the load balancer, such as
    /// `/public/../guarded`, leads nowhere that needs a token.
    var loadBalancerRoutes: [LoadBalancerRoute] {
        switch environment.waysIn.gateway {
        case .gatewayAPI: [routeToGateway]
        case .ingress:
            system.gateway.routesPastTheGateway.map(loadBalancerRoute)
                + (system.gateway.hasGuardedRoot ? [] : [routeToGateway])
        }
    }

    /// Everything that no other route takes.
    private var routeToGateway: LoadBalancerRoute {
        let controller = environment.waysIn.controller
        return LoadBalancerRoute(
            name: system.name, path: "/", service: gatewayServiceName, namespace: gatewayServiceNamespace,
            healthCheck: healthCheck(path: controller?.healthPath ?? Self.healthPath, port: controller?.healthPort),
            parts: [.init(name: system.name, methods: [], access: .open)])
    }

    private func loadBalancerRoute(for route: GatewayDeclaration.Route) -> LoadBalancerRoute {
        let name = dnsLabel(system.name, route.name)
        let target = workload(route.workload)
        let parts: [LoadBalancerRoute.Part] =
            switch route.access {
            case .public: [.init(name: name, methods: [], access: .open)]
            case .authenticated: [.init(name: name, methods: [], access: .token(scope: nil))]
            case .scopes(let read, let write) where read == write:
                [.init(name: name, methods: [], access: .token(scope: read))]
            case .scopes(let read, let write):
                [
                    .init(
                        name: dnsLabel(system.name, route.readName), methods: GatewayDeclaration.Route.readingMethods,
                        access: .token(scope: read)),
                    .init(name: dnsLabel(system.name, route.writeName), methods: [], access: .token(scope: write)),
                ]
            }
        guard route.access != .public, let target else {
            var way = routeToGateway
            way.name = name
            way.path = route.path
            way.parts = parts
            return way
        }
        return LoadBalancerRoute(
            name: name, path: route.path, service: target.name, namespace: target.namespace,
            healthCheck: healthCheck(path: target.probes.readiness), parts: parts)
    }

    private func healthCheck(path: String, port: Int? = nil) -> TargetGroupConfiguration.HealthCheck {
        let check = system.loadBalancer.healthCheck
        return TargetGroupConfiguration.HealthCheck(
            path: path, port: port.map(String.init), interval: check.interval, timeout: check.timeout,
            healthyThreshold: check.healthy, unhealthyThreshold: check.unhealthy, httpCode: check.codes)
    }

    /// What the load balancer asks of tokens: as the gateway would, the issuer's signature and the audience, and the scope.
    func validation(of access: LoadBalancerRoute.Part.Access) -> JWTValidation? {
        guard case .token(let scope) = access else { return nil }
        let scopes = scope.map { [JWTValidation.Claim("scope", .spaceSeparatedValues, [$0])] } ?? []
        return JWTValidation(
            jwksEndpoint: issuer + GatewayDeclaration.keysPath, issuer: issuer,
            additionalClaims: [.init("aud", .singleString, [issuer])] + scopes)
    }

    /// The workloads that the load balancer reaches without the gateway.
    func isReachedByLoadBalancer(_ workload: Workload) -> Bool {
        index.routedPastTheGateway.contains(workload.name)
    }

    /// The hosts of each load balancer: as many as AWS's limit on rules lets one have.
    var hostGroups: [[String]] {
        let rules = max(1, system.loadBalancerRulesForOneHost(in: environment))
        let size = max(1, loadBalancerQuotas.rules / rules)
        return stride(from: 0, to: hosts.count, by: size).map { Array(hosts[$0..<min($0 + size, hosts.count)]) }
    }
}
