package import Diagnostics
package import HTTP
package import Kubernetes

/// All routes of a cluster's Gateways, ready to be asked.
package struct GatewayRoutes: Sendable {
    /// A listener with what is attached to it.
    struct Listener: Sendable {
        var gateway: ObjectReference
        var port: Int
        var hostname: HostnamePattern?
        /// In the order in which they are tried.
        var candidates: [RouteCandidate]
    }

    private let listeners: [Listener]
    /// Of each listener, the most specific first.
    private let virtualHosts: [[VirtualHost]]

    /// Attaches routes to the listeners of Gateways whose class is there. A route that no listener takes is a diagnostic.
    /// `namespaces` holds the labels of namespaces by name.
    package init(
        gatewayClasses: [GatewayClass], gateways: [Gateway], routes: [HTTPRoute], grants: [ReferenceGrant],
        securityPolicies: [SecurityPolicy], backendTrafficPolicies: [BackendTrafficPolicy],
        namespaces: [String: [ObjectMeta.Pair]] = [:], diagnostics: inout [Diagnostic]
    ) {
        let attachment = RouteAttachment(
            gatewayClasses: gatewayClasses, gateways: gateways, grants: grants,
            policies: PolicyAttachment(security: securityPolicies, traffic: backendTrafficPolicies),
            namespaces: namespaces)
        listeners = attachment.listeners(for: routes, diagnostics: &diagnostics)
        virtualHosts = listeners.map(\.virtualHosts)
    }

    /// The route of `request`; nil when none takes it, which a gateway answers with 404.
    ///
    /// `gateway` and `port` narrow it to one Gateway, by name and namespace, and to one of its ports. First the listener
    /// with the most specific host name is chosen, then the most specific host name of its routes; like in Envoy, whose
    /// virtual hosts these are, a request never falls back to a less specific one.
    package func match(
        _ request: Request, gateway: (namespace: String, name: String)? = nil, port: Int? = nil
    ) -> GatewayMatch? {
        let host = request.host
        // By their places: a copy of a listener counts references to all that it holds.
        func isOpen(_ place: Int) -> Bool {
            let listener = listeners[place].gateway
            return (gateway.map { $0.namespace == listener.namespace && $0.name == listener.name } ?? true)
                && (port ?? listeners[place].port) == listeners[place].port
                && listeners[place].hostname?.matches(host) ?? true
        }
        func specificity(_ place: Int) -> Int { listeners[place].hostname?.specificity ?? 0 }
        let open = listeners.indices.filter(isOpen)
        let mostSpecific = open.lazy.map(specificity).max()
        let fitting = open.compactMap { place in
            specificity(place) == mostSpecific ? virtualHosts[place].first { $0.fits(host) } : nil
        }
        let virtualHost = fitting.lazy.map(\.specificity).max()
        for fit in fitting where fit.specificity == virtualHost {
            if let (candidate, result) = fit.candidates.first(where: { $0.candidate.matches(request) }) {
                return candidate.completed(result, for: request)
            }
        }
        return nil
    }

    /// Every route in the order in which it is tried, in words; for explanations.
    package var summary: [String] {
        listeners.flatMap { listener in
            listener.candidates.map { candidate in
                "\(candidate.hostname?.text ?? "*"):\(listener.port) \(candidate.match.summary) -> \(candidate.route.title)"
            }
        }
    }
}

/// The candidates of a listener for one host name.
private final class VirtualHost: Sendable {
    /// nil for every host.
    let hostname: HostnamePattern?
    let specificity: Int
    /// In the order in which they are tried, each with what follows from it for every request alike.
    let candidates: [(candidate: RouteCandidate, result: GatewayMatch)]

    init(_ hostname: HostnamePattern?, _ candidates: [RouteCandidate]) {
        self.hostname = hostname
        specificity = hostname?.specificity ?? 0
        self.candidates = candidates.map { ($0, $0.result) }
    }

    func fits(_ host: String) -> Bool { hostname?.matches(host) ?? true }
}

extension GatewayRoutes.Listener {
    fileprivate var virtualHosts: [VirtualHost] {
        Dictionary(grouping: candidates, by: \.hostname).map(VirtualHost.init)
            .sorted { $0.specificity > $1.specificity }
    }
}

extension RouteCandidate {
    /// The match with everything that follows from it for `request`.
    func result(for request: Request) -> GatewayMatch { completed(result, for: request) }

    /// `result` with what depends on the request: where a filter sends the client.
    fileprivate func completed(_ result: GatewayMatch, for request: Request) -> GatewayMatch {
        if fault != nil { return result }
        for case .requestRedirect(let redirect) in filters {
            let target = redirect.target(for: request, listenerPort: listenerPort, pathMatch: match.path)
            return self.result(.redirect(target))
        }
        return result
    }

    /// What follows from the match for every request alike.
    fileprivate var result: GatewayMatch { result(outcome) }

    private func result(_ outcome: GatewayMatch.Outcome) -> GatewayMatch {
        GatewayMatch(
            route: route, outcome: outcome, requirement: requirement, cors: cors,
            trafficPolicy: trafficPolicy,
            requestTimeout: limit(timeouts?.request ?? trafficPolicy?.timeout?.request, otherwise: .seconds(15)),
            backendTimeout: limit(timeouts?.backendRequest, otherwise: nil), mirrors: mirrors,
            reason: "\(route.title) fits: \(match.summary)", filters: filters, pathMatch: match.path)
    }

    private var outcome: GatewayMatch.Outcome {
        if let fault { return .failure(500, reason: fault) }
        if backends.contains(where: { $0.weight > 0 && $0.fault == nil }) { return .forward(backends) }
        let reason = backends.lazy.compactMap(\.fault).first
        return .failure(500, reason: reason ?? "\(route.title) has no backend with a weight")
    }

    /// `0s` is no limit; what is missing or no duration is `otherwise`, for a whole request the 15 seconds of Envoy.
    private func limit(_ text: String?, otherwise: Duration?) -> Duration? {
        guard let duration = text.flatMap(gatewayDuration) else { return otherwise }
        return duration == .zero ? nil : duration
    }
}

extension GatewayMatch.Route {
    /// `HTTPRoute 'shop/api' rules[0]`.
    package var title: String { "\(kind) '\(namespace)/\(name)' rules[\(rule)]" }
}

extension HTTPRoute.Match {
    /// `path prefix /api, method GET`.
    var summary: String {
        let kinds: [HTTPRoute.PathMatch.Kind: String] = [
            .exact: "path", .prefix: "path prefix", .regularExpression: "path like",
        ]
        let path = ["\(kinds[self.path.type] ?? "path") \(self.path.value)"]
        let fields = headers.map { "field \($0.name)\($0.type == .exact ? ":" : " like") \($0.value)" }
        let parameters = queryParams.map { "parameter \($0.name)\($0.type == .exact ? "=" : " like ")\($0.value)" }
        return (path + (method.map { ["method \($0)"] } ?? []) + fields + parameters).joined(separator: ", ")
    }
}
