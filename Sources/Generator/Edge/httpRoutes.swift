package import Blueprint
package import Kubernetes

/// A route of the gateway and the policy that guards it; none guards a public one.
package struct GuardedRoute: Equatable, Sendable {
    package var route: HTTPRoute
    package var policy: SecurityPolicy?

    /// The route, and then the policy.
    package var objects: [Manifest] { [.httpRoute(route)] + (policy.map { [.securityPolicy($0)] } ?? []) }
}

extension Site {
    /// One route, or two where reading and writing ask for different scopes: a policy guards a whole route. The one for
    /// writing names no method, so that it takes every method that does not read; one that does read fits better there.
    package func httpRoutes(for route: GatewayDeclaration.Route) -> [GuardedRoute] {
        switch route.access {
        case .public:
            [GuardedRoute(route: httpRoute(route, name: route.name), policy: nil)]
        case .authenticated:
            [guarded(route, name: route.name, scope: nil)]
        case .scopes(let read, let write) where read == write:
            [guarded(route, name: route.name, scope: read)]
        case .scopes(let read, let write):
            [
                guarded(
                    route, name: route.readName, methods: GatewayDeclaration.Route.readingMethods, scope: read),
                guarded(route, name: route.writeName, scope: write),
            ]
        }
    }

    private func guarded(
        _ route: GatewayDeclaration.Route, name: String, methods: [String] = [], scope: String?
    ) -> GuardedRoute {
        GuardedRoute(
            route: httpRoute(route, name: name, methods: methods), policy: securityPolicy(route: name, scope: scope))
    }

    private func httpRoute(_ route: GatewayDeclaration.Route, name: String, methods: [String] = []) -> HTTPRoute {
        let target = index.workloads[route.workload]
        let path = HTTPRoute.PathMatch(.prefix, route.path)
        let matches = methods.isEmpty ? [HTTPRoute.Match(path: path)] : methods.map { .init(path: path, method: $0) }
        let namespace = target.map { system.workloads[$0].namespace }
        return HTTPRoute(
            metadata: sharedMetadata(name, namespace: system.gateway.namespace),
            parentRefs: [.init(gateway: Self.gatewayName)],
            // The load balancer lets no other host through, so a route that cannot name them all need name none.
            hostnames: hosts.count > HTTPRoute.maximumHostnames ? [] : hosts,
            rules: [
                .init(
                    matches: matches, filters: target.map { rewrites(route, system.workloads[$0].role) } ?? [],
                    backendRefs: [
                        .init(
                            service: route.workload, namespace: namespace == system.gateway.namespace ? nil : namespace,
                            port: 80)
                    ],
                    timeouts: .init(request: route.timeout.map { "\($0)s" } ?? (isMCP(route) ? "0s" : "300s")))
            ])
    }

    /// Whether MCP is spoken on the route: its target is an MCP server, or it has the path that MCP has everywhere here.
    /// Its answers may be streams that stay open, which no timeout may cut; anything else ends when the load balancer
    /// would give up.
    private func isMCP(_ route: GatewayDeclaration.Route) -> Bool {
        if let target = index.workloads[route.workload], case .mcpServer = system.workloads[target].role { return true }
        return route.path == Self.mcpPath
    }

    /// An MCP server answers at `/mcp`, whatever the path that the world knows it by.
    private func rewrites(_ route: GatewayDeclaration.Route, _ target: Workload.Role) -> [HTTPRoute.Filter] {
        guard case .mcpServer = target, route.path != Self.mcpPath else { return [] }
        return [.urlRewrite(.init(path: .prefixMatch(Self.mcpPath)))]
    }

    /// Lets in who brings a token of the system's own authorization server, with `scope` where one is asked for.
    private func securityPolicy(route: String, scope: String?) -> SecurityPolicy {
        let server = authorizationServer.flatMap(url) ?? issuer
        let authorization = scope.map { scope in
            SecurityPolicy.Authorization(
                defaultAction: .deny,
                rules: [
                    .init(
                        name: "scope", action: .allow, principal: .init(jwt: .init(provider: "auth", scopes: [scope])))
                ])
        }
        return SecurityPolicy(
            metadata: sharedMetadata(route, namespace: system.gateway.namespace),
            targetRefs: [PolicyTarget(kind: HTTPRoute.kind, name: route)],
            jwt: .init(providers: [
                .init(name: "auth", issuer: issuer, audiences: [issuer], jwksURI: server + GatewayDeclaration.keysPath)
            ]), authorization: authorization)
    }

    /// Keeps an MCP session on one pod, by the field that carries its id, and limits requests; nil for a route that needs
    /// neither.
    package func backendTrafficPolicy(for route: GatewayDeclaration.Route) -> BackendTrafficPolicy? {
        guard isMCP(route) || route.limit != nil else { return nil }
        return BackendTrafficPolicy(
            metadata: sharedMetadata(route.name, namespace: system.gateway.namespace),
            targetRefs: httpRoutes(for: route).map {
                PolicyTarget(kind: HTTPRoute.kind, name: $0.route.metadata.name)
            }, loadBalancer: isMCP(route) ? .init(type: "ConsistentHash", hashedHeader: "Mcp-Session-Id") : nil,
            rateLimit: route.limit.map { limit in
                .init(scope: .local, rules: [.init(requests: limit.requests, unit: limit.unit.unit)])
            })
    }
}

extension GatewayDeclaration.Route.Limit.Unit {
    /// As Envoy Gateway calls it.
    fileprivate var unit: BackendTrafficPolicy.RateLimit.Rule.Unit {
        switch self {
        case .second: .second
        case .minute: .minute
        case .hour: .hour
        }
    }
}
