package import Diagnostics
package import HTTP
package import Kubernetes

/// The route that a request takes through a Gateway, and what happens to it there.
///
/// One is made for each route and handed out for each request, so it is an object: a value would be copied, with all that
/// it holds.
package final class GatewayMatch: Sendable {
    /// Where in the manifests the route stands.
    package struct Route: Equatable, Sendable {
        /// `HTTPRoute`, or `Ingress`.
        package var kind: String = HTTPRoute.kind
        package var namespace: String
        package var name: String
        /// Counted from 0.
        package var rule: Int
        package var ruleName: String?
        /// Counted from 0.
        package var match: Int
        package var span: SourceSpan?

        package init(namespace: String, name: String, rule: Int, ruleName: String?, match: Int, span: SourceSpan?) {
            self.namespace = namespace
            self.name = name
            self.rule = rule
            self.ruleName = ruleName
            self.match = match
            self.span = span
        }
    }

    package enum Outcome: Equatable, Sendable {
        case redirect(RedirectTarget)
        /// To one of the backends, by weight; see `backend(choice:)`.
        case forward([Backend])
        /// The gateway answers itself, because the route is broken.
        case failure(Status, reason: String)
    }

    /// A port of a Service and its share of the requests.
    package struct Backend: Equatable, Sendable {
        package var namespace: String
        package var service: String
        /// 0 where the port is given by name.
        package var port: Int
        /// The name of the Service's port; only from an Ingress.
        package var portName: String? = nil
        package var weight: Int
        /// Why the reference may not be followed; its share of the requests is answered with 500.
        package var fault: String?
        package var span: SourceSpan?
        var filters: [HTTPRoute.Filter]
    }

    /// A Service that gets a copy of the request, or of a part of the requests.
    package struct Mirror: Equatable, Sendable {
        package var backend: Backend
        package var share: HTTPRoute.Mirror.Share
    }

    package let route: Route
    /// `HTTPRoute 'shop/api' rules[0]`.
    package let title: String
    package let outcome: Outcome
    /// What the request must carry; nil when no policy asks for anything.
    package let requirement: TokenRequirement?
    /// What browsers of other origins may do; nil when no policy says anything.
    package let cors: SecurityPolicy.CORS?
    /// Retries, rate limits, load balancing; nil when no policy says anything.
    package let trafficPolicy: BackendTrafficPolicy?
    /// For the whole request and for one try; nil for no limit.
    package let requestTimeout: Duration?
    package let backendTimeout: Duration?
    /// Services that get a copy of the request.
    package let mirrors: [Mirror]
    /// One line: `HTTPRoute 'shop/api' rules[0] fits: path prefix /api`.
    package let reason: String

    /// Of the rule; a backend has its own besides.
    let filters: [HTTPRoute.Filter]
    let pathMatch: HTTPRoute.PathMatch

    init(
        route: Route, outcome: Outcome, requirement: TokenRequirement?, cors: SecurityPolicy.CORS?,
        trafficPolicy: BackendTrafficPolicy?, requestTimeout: Duration?, backendTimeout: Duration?, mirrors: [Mirror],
        reason: String, filters: [HTTPRoute.Filter], pathMatch: HTTPRoute.PathMatch
    ) {
        self.route = route
        self.outcome = outcome
        self.requirement = requirement
        self.cors = cors
        self.trafficPolicy = trafficPolicy
        self.requestTimeout = requestTimeout
        self.backendTimeout = backendTimeout
        self.mirrors = mirrors
        self.reason = reason
        self.filters = filters
        self.pathMatch = pathMatch
        title = route.title
    }

    /// The backend for `choice`, any number; nil when the request is not forwarded. Choices spread evenly give each
    /// backend its share.
    package func backend(choice: UInt64) -> Backend? {
        guard case .forward(let backends) = outcome else { return nil }
        return backends.weighted(choice: choice) { $0.weight }
    }

    /// The request as `backend` gets it, after the filters of the rule and of the backend.
    package func forwarded(_ request: Request, to backend: Backend) -> Request {
        if filters.isEmpty && backend.filters.isEmpty { return request }
        return (filters + backend.filters).reduce(request) { $1.applied(to: $0, pathMatch: pathMatch) }
    }

    /// The response as the client gets it, after the filters.
    package func finished(_ response: Response, from backend: Backend) -> Response {
        if filters.isEmpty && backend.filters.isEmpty { return response }
        return (filters + backend.filters).reduce(response) { $1.applied(to: $0) }
    }
}

extension HTTPRoute.Filter {
    /// What the filter makes of a request on its way to the backend.
    func applied(to request: Request, pathMatch: HTTPRoute.PathMatch) -> Request {
        var request = request
        switch self {
        case .requestHeaderModifier(let modifier): modifier.apply(to: &request.fields)
        case .urlRewrite(let rewrite):
            if let hostname = rewrite.hostname { request.authority = hostname }
            if let path = rewrite.path { request.path = path.applied(to: request.path, pathMatch: pathMatch) }
            request.fields["host"] = rewrite.hostname ?? request.fields["host"]
        case .responseHeaderModifier, .requestRedirect, .requestMirror, .extensionRef, .unknown: break
        }
        return request
    }

    /// What the filter makes of a response on its way to the client.
    func applied(to response: Response) -> Response {
        guard case .responseHeaderModifier(let modifier) = self else { return response }
        var response = response
        modifier.apply(to: &response.fields)
        return response
    }
}

extension HTTPRoute.HeaderModifier {
    func apply(to fields: inout Fields) {
        for pair in set { fields[pair.name] = pair.value }
        for pair in add { fields.append(pair.name, pair.value) }
        for name in remove { fields[name] = nil }
    }
}

extension HTTPRoute.PathModifier {
    /// `path` with this change. A prefix is replaced part by part: with `/new` for `/old`, `/old/x` is `/new/x`.
    func applied(to path: String, pathMatch: HTTPRoute.PathMatch) -> String {
        switch self {
        case .fullPath(let full): return full.hasPrefix("/") ? full : "/" + full
        case .prefixMatch(let replacement):
            let rest = path.dropFirst(pathMatch.value.withoutFinalSlash.count)
            let result = replacement.withoutFinalSlash + rest
            return result.hasPrefix("/") ? result : "/" + result
        }
    }
}

extension HTTPRoute.Redirect {
    /// The address for `request`, which came in on a listener of `listenerPort`.
    func target(for request: Request, listenerPort: Int, pathMatch: HTTPRoute.PathMatch) -> RedirectTarget {
        let newScheme = scheme ?? request.scheme
        let wellKnown = ["http": 80, "https": 443][newScheme]
        // A new scheme means its own port; otherwise the client stays on the listener's.
        let effective = port ?? (scheme == nil ? listenerPort : wellKnown)
        return RedirectTarget(
            scheme: newScheme, host: hostname ?? request.host, port: effective == wellKnown ? nil : effective,
            path: path?.applied(to: request.path, pathMatch: pathMatch) ?? request.path, query: request.query,
            status: Status(statusCode))
    }
}

extension String {
    /// Without one slash at its end: `/a` for `/a/`, nothing for `/`.
    var withoutFinalSlash: String { hasSuffix("/") ? String(dropLast()) : self }
}
