import Diagnostics
import YAMLTree

// What the chosen ways in cannot do. A route that a back end could not tell from another, or could not guard, is refused
// here, so that all back ends open the same doors.

extension SystemReader {
    mutating func checkWaysIn(of system: System) {
        checkRoutePaths(of: system)
        checkHostLengths(of: system)
        let certificates = blueprint.root["edge"]?["alb"]?["certificate"]
        if let certificates, certificates.items.count > loadBalancerQuotas.certificates {
            diagnostics.append(.tooManyCertificates(certificates.items.count, at: certificates.span))
        }
        checkSlowStart()
        checkFrontends(of: system)
        for declaration in blueprint.declared(in: .environments) {
            guard let environment = system.environments.first(where: { $0.name == declaration.name }) else { continue }
            checkClass(declaration, environment, system)
            checkWhatAnIngressLacks(declaration, environment, system)
            checkRules(declaration, environment, system)
        }
    }

    // MARK: - Paths and hosts

    private mutating func checkRoutePaths(of system: System) {
        let routes = system.gateway.routes
        for index in routes.indices {
            let path = routes[index].path
            if path.utf8.contains(UInt8(ascii: "*")) { diagnostics.append(.wildcardInPath(routes[index])) }
            if path == GatewayDeclaration.healthPath { diagnostics.append(.hiddenRoute(routes[index])) }
        }
    }

    /// An ALB compares host names of at most 128 characters.
    private mutating func checkHostLengths(of system: System) {
        for item in blueprint.root["edge"]?["alb"]?["hosts"]?.items ?? [] {
            guard let declared = hosts(item).first else { continue }
            let names = [declared] + system.environments.map { system.host(declared, in: $0) }
            if let long = names.first(where: { $0.utf8.count > loadBalancerQuotas.hostLength }) {
                diagnostics.append(.longHost(long, at: item.span))
            }
        }
    }

    /// Vercel refuses a framework that it does not know, and more rewrites than it takes.
    private mutating func checkFrontends(of system: System) {
        let frontends = blueprint.declared(in: .frontends)
        if frontends.isEmpty { return }
        let count = system.gateway.rewrittenPaths.count
        for declaration in frontends {
            if let node = declaration.node["framework"], let name = node.text(.word), !vercelFrameworks.contains(name) {
                diagnostics.append(.unknownFramework(name, at: node.span))
            }
            if count > vercelRewriteQuota {
                diagnostics.append(.tooManyRewrites(count, of: declaration.name, at: declaration.nameSpan))
            }
        }
    }

    /// AWS takes 30 to 900 seconds.
    private mutating func checkSlowStart() {
        guard let node = blueprint.root["edge"]?["alb"]?["slow-start"], let seconds = node.seconds,
            !(30...900).contains(seconds)
        else { return }
        diagnostics.append(.numberOutOfRange("\(seconds) seconds", 30...900, in: "'slow-start'", at: node.span))
    }

    // MARK: - Classes

    private mutating func checkClass(
        _ declaration: Blueprint.Declaration, _ environment: Environment, _ system: System
    ) {
        let node = declaration.node["edge"]
        let ways = environment.waysIn
        let name = ways.className ?? system.gateway.className
        let place = node?["class"]?.span ?? blueprint.root["edge"]?["gateway"]?["class"]?.span
        switch ways.gateway {
        case .ingress:
            guard let given = ways.className else {
                diagnostics.append(
                    .missingIngressClass(environment, at: node?["gateway"]?.span ?? declaration.nameSpan))
                return
            }
            if Self.retiredClasses.contains(given), let place {
                diagnostics.append(.retiredIngressClass(given, at: place))
            }
        case .gatewayAPI:
            if let controller = node?["controller"] {
                diagnostics.append(.controllerWithoutIngress(environment, at: controller.span))
            }
        }
        if name == Self.loadBalancerClass, let place { diagnostics.append(.loadBalancerClass(at: place)) }
    }

    /// The class of ingress-nginx, which has had no maintainers since March 2026.
    private static let retiredClasses = ["nginx", "ingress-nginx"]
    /// The class of the load balancer itself.
    private static let loadBalancerClass = "alb"

    // MARK: - Tokens

    /// A plain Ingress knows no limits, no timeouts and no tokens. Tokens the load balancer checks: where it can, and where
    /// it can reach the keys.
    private mutating func checkWhatAnIngressLacks(
        _ declaration: Blueprint.Declaration, _ environment: Environment, _ system: System
    ) {
        let ways = environment.waysIn
        guard ways.gateway == .ingress else { return }
        let place = declaration.node["edge"]?["gateway"]?.span ?? declaration.nameSpan
        for route in system.gateway.routes where route.timeout != nil || route.limit != nil {
            let option = route.limit == nil ? "timeout" : "limit"
            diagnostics.append(.optionOfGatewayAPI(option, route, environment, at: place))
        }
        guard let guarded = system.gateway.routes.first(where: { $0.access != .public }) else { return }
        if environment.cluster.mode == .auto {
            diagnostics.append(.tokensInAutoMode(guarded, environment, at: place))
        }
        let keys = system.gateway.routes.filter { $0.covers(GatewayDeclaration.keysPath) }
            .max { $0.path.utf8.count < $1.path.utf8.count }
        if keys?.access != .public || keys?.workload != system.authorizationServer?.name {
            diagnostics.append(.unreachableKeys(guarded, environment, at: place))
        }
        let sessions = system.gateway.routes.first { $0.path == GatewayDeclaration.mcpPath }
        if let sessions { diagnostics.append(.sessionsWithoutAffinity(sessions, environment, at: place)) }
    }

    // MARK: - Quotas

    /// Hosts can be spread over several load balancers; the rules of one host cannot.
    private mutating func checkRules(
        _ declaration: Blueprint.Declaration, _ environment: Environment, _ system: System
    ) {
        let count = system.loadBalancerRulesForOneHost(in: environment)
        if count > loadBalancerQuotas.rules {
            diagnostics.append(
                .tooManyRules(
                    count, environment, at: declaration.node["edge"]?["gateway"]?.span ?? declaration.nameSpan))
        }
    }
}

/// What AWS allows one Application Load Balancer;
/// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html.
package struct LoadBalancerQuotas: Sendable {
    /// Of all listeners together; as many target groups.
    package let rules = 100
    /// The default one and 25 others.
    package let certificates = 26
    /// Characters of a host name in a condition.
    package let hostLength = 128
    /// Values of all conditions of a rule.
    package let values = 5
}

package let loadBalancerQuotas = LoadBalancerQuotas()

extension System {
    package var authorizationServer: Workload? { workloads.first { $0.role == .authorizationServer } }

    /// How many rules a load balancer needs for each of its hosts: one that leads to the gateway; or, where the gateway
    /// cannot check tokens, some for each route.
    package func loadBalancerRulesForOneHost(in environment: Environment) -> Int {
        switch environment.waysIn.gateway {
        case .gatewayAPI: 1
        case .ingress:
            gateway.routesPastTheGateway.reduce(gateway.hasGuardedRoot ? 0 : 1) {
                $0 + $1.ruleCount(in: environment.waysIn.loadBalancer)
            }
        }
    }
}

extension GatewayDeclaration {
    /// A path that the gateway answers itself, for the load balancer's health checks.
    package static let healthPath = "/healthz"
    /// Where the authorization server shows its keys.
    package static let keysPath = "/oauth/jwks"
    /// Where MCP is spoken, with sessions.
    package static let mcpPath = "/mcp"

    /// Where the gateway cannot check tokens: the routes that the load balancer must tell from all the others, in the
    /// order in which they are tried. They are those that ask for a token, and the public ones below such a one.
    package var routesPastTheGateway: [Route] {
        let guarded = routes.filter { $0.access != .public }
        return routes.enumerated()
            .filter { _, route in route.access != .public || guarded.contains { $0.covers(route.path) } }
            .sorted { ($1.element.path.utf8.count, $0.offset) < ($0.element.path.utf8.count, $1.offset) }
            .map(\.element)
    }

    /// Whether every path that no other route takes asks for a token.
    package var hasGuardedRoot: Bool { routes.contains { $0.path == "/" && $0.access != .public } }
}

extension GatewayDeclaration.Route {
    /// Whether `path` is the route's own or below it.
    package func covers(_ path: String) -> Bool {
        self.path == "/" || path == self.path || path.hasPrefix(self.path + "/")
    }

    /// Reading methods need rules of their own where reading asks for another scope than writing: one for each method
    /// that Gateway API names, or one for each pair that fits into an Ingress's five values.
    fileprivate func ruleCount(in api: Environment.WaysIn.API) -> Int {
        if objectNames.count == 1 { return 1 }
        return switch api {
        case .ingress: 1 + (Self.readingMethods.count + 1) / 2
        case .gatewayAPI: 1 + Self.readingMethods.count
        }
    }

    /// What `scopes: { read: }` is about; every other method writes.
    package static let readingMethods = ["GET", "HEAD", "OPTIONS"]
}
