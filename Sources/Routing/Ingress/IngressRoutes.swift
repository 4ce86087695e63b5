import Diagnostics
package import HTTP
package import Kubernetes

/// The Ingresses of a controller inside the cluster, as another front end that answers with the same `GatewayMatch`.
///
/// It follows what the API itself promises: an exact host before a wildcard, which stands for one label; an exact path
/// before the longest prefix; the default backend for what no rule takes. `ImplementationSpecific` paths are prefixes
/// here, as most controllers have it. Annotations are the controllers' own and change nothing.
/// https://kubernetes.io/docs/concepts/services-networking/ingress/.
package struct IngressRoutes: Sendable {
    private let candidates: [RouteCandidate]
    private let defaults: [RouteCandidate]

    /// Reads the Ingresses of the class `className`.
    package init(ingresses: [Ingress], className: String, classes: [IngressClass]) {
        let served = ingresses.filter { ingress in
            ingress.ingressClassName.map { $0 == className }
                ?? classes.contains { $0.metadata.name == className && $0.isDefault }
        }
        candidates = served.flatMap(Self.candidates).sorted(by: RoutePrecedence.specification.isBefore)
        defaults = served.compactMap(Self.defaultCandidate).sorted(by: RoutePrecedence.specification.isBefore)
    }

    /// The rule that takes `request`; nil when none does, which a controller answers with 404.
    package func match(_ request: Request) -> GatewayMatch? {
        let host = request.host
        let open = candidates.filter { $0.hostname.map { Self.matches($0, host) } ?? true }
        let mostSpecific = open.map { $0.hostname?.specificity ?? 0 }.max()
        let taken = open.first { ($0.hostname?.specificity ?? 0) == mostSpecific && $0.matches(request) }
        return (taken ?? defaults.first)?.result(for: request)
    }

    /// In an Ingress a `*` stands for exactly one label.
    private static func matches(_ pattern: HostnamePattern, _ host: String) -> Bool {
        guard pattern.matches(host) else { return false }
        return host.split(separator: ".").count == pattern.text.split(separator: ".").count
    }

    private static func candidates(of ingress: Ingress) -> [RouteCandidate] {
        ingress.rules.enumerated().flatMap { ruleIndex, rule in
            rule.paths.enumerated().map { index, path in
                let type: HTTPRoute.PathMatch.Kind = path.pathType == .exact ? .exact : .prefix
                return candidate(
                    ingress, rule: ruleIndex, path: index, host: rule.host,
                    match: HTTPRoute.PathMatch(type, path.path.isEmpty ? "/" : path.path), backend: path.backend,
                    span: path.span ?? ingress.metadata.span)
            }
        }
    }

    private static func defaultCandidate(of ingress: Ingress) -> RouteCandidate? {
        ingress.defaultBackend.map { backend in
            candidate(
                ingress, rule: ingress.rules.count, path: 0, host: nil, match: HTTPRoute.PathMatch(), backend: backend,
                span: backend.span ?? ingress.metadata.span)
        }
    }

    private static func candidate(
        _ ingress: Ingress, rule: Int, path: Int, host: String?, match: HTTPRoute.PathMatch, backend: Ingress.Backend,
        span: SourceSpan?
    ) -> RouteCandidate {
        let metadata = ingress.metadata
        var route = GatewayMatch.Route(
            namespace: metadata.namespace, name: metadata.name, rule: rule, ruleName: nil, match: path, span: span)
        route.kind = Ingress.kind
        var target = GatewayMatch.Backend(
            namespace: metadata.namespace, service: backend.service, port: 0, weight: 1, fault: nil, span: span,
            filters: [])
        switch backend.port {
        case .number(let number): target.port = number
        case .name(let name): target.portName = name
        }
        return RouteCandidate(
            hostname: host.map(HostnamePattern.init), match: HTTPRoute.Match(path: match, span: span), route: route,
            filters: [], backends: [target], mirrors: [], listenerPort: 80)
    }
}
