import HTTP
import Kubernetes

/// One match of one rule of a route, attached to one listener for one host name.
final class RouteCandidate: Sendable {
    /// nil for every host.
    let hostname: HostnamePattern?
    let match: HTTPRoute.Match
    let route: GatewayMatch.Route
    let filters: [HTTPRoute.Filter]
    let backends: [GatewayMatch.Backend]
    let mirrors: [GatewayMatch.Mirror]
    /// Why the rule cannot be served at all; answered with 500.
    let fault: String?
    let requirement: TokenRequirement?
    let cors: SecurityPolicy.CORS?
    let trafficPolicy: BackendTrafficPolicy?
    let timeouts: HTTPRoute.Timeouts?
    let listenerPort: Int
    /// When the route was made, in RFC 3339; nil for one that was never in a cluster, which counts as the newest.
    let created: String?

    init(
        hostname: HostnamePattern?, match: HTTPRoute.Match, route: GatewayMatch.Route, filters: [HTTPRoute.Filter],
        backends: [GatewayMatch.Backend], mirrors: [GatewayMatch.Mirror], fault: String? = nil,
        requirement: TokenRequirement? = nil, cors: SecurityPolicy.CORS? = nil,
        trafficPolicy: BackendTrafficPolicy? = nil, timeouts: HTTPRoute.Timeouts? = nil, listenerPort: Int,
        created: String? = nil
    ) {
        self.hostname = hostname
        self.match = match
        self.route = route
        self.filters = filters
        self.backends = backends
        self.mirrors = mirrors
        self.fault = fault
        self.requirement = requirement
        self.cors = cors
        self.trafficPolicy = trafficPolicy
        self.timeouts = timeouts
        self.listenerPort = listenerPort
        self.created = created
    }

    /// Whether the match fits; the host name has been compared before.
    func matches(_ request: Request) -> Bool {
        match.path.matches(request.path) && (match.method ?? request.method.rawValue) == request.method.rawValue
            && match.headers.allSatisfy { $0.matches(Self.field($0.name, of: request)) }
            && match.queryParams.allSatisfy { $0.matches(Self.parameter($0.name, of: request)) }
    }

    /// Several fields of one name count as one, joined with commas, as Envoy compares them.
    private static func field(_ name: String, of request: Request) -> String? {
        if name.lowercased() == "host" { return request.authority }
        let values = request.fields.all(name)
        return values.isEmpty ? nil : values.joined(separator: ",")
    }

    /// The first parameter of the name; Envoy compares it as it was sent, without decoding.
    private static func parameter(_ name: String, of request: Request) -> String? {
        for pair in (request.query ?? "").split(separator: "&") {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if sides[0] == name { return sides.count > 1 ? String(sides[1]) : "" }
        }
        return nil
    }
}

extension HTTPRoute.PathMatch {
    func matches(_ path: String) -> Bool {
        switch type {
        case .exact: return path == value
        case .prefix:
            let slash = UInt8(ascii: "/")
            let prefix = value.utf8.last == slash ? value.utf8.dropLast() : value.utf8[...]
            let rest = path.utf8.dropFirst(prefix.count)
            return path.utf8.starts(with: prefix) && (rest.isEmpty || rest.first == slash)
        case .regularExpression: return RegularExpression(value)?.fits(path) ?? false
        }
    }
}

extension HTTPRoute.ValueMatch {
    func matches(_ actual: String?) -> Bool {
        guard let actual else { return false }
        switch type {
        case .exact: return actual == value
        case .regularExpression: return RegularExpression(value)?.fits(actual) ?? false
        }
    }
}

/// Which of two matches that both fit is taken.
enum RoutePrecedence: Sendable {
    /// As the API writes it: exact path, longest prefix, method, most header fields, most parameters.
    /// https://gateway-api.sigs.k8s.io/reference/spec/#httprouterule.
    case specification
    /// As Envoy Gateway sorts: a regular expression beats a prefix, and a method counts as one header field among others.
    case envoyGateway

    /// Whether `lhs` comes first. What the rules leave open goes by age, where manifests have one, then by namespace, name
    /// and place in the route.
    func isBefore(_ lhs: RouteCandidate, _ rhs: RouteCandidate) -> Bool {
        let left = rank(lhs.match)
        let right = rank(rhs.match)
        if left != right { return right.lexicographicallyPrecedes(left) }
        if lhs.created != rhs.created { return lhs.created.map { $0 < rhs.created ?? "~" } ?? false }
        return (lhs.route.namespace, lhs.route.name, lhs.route.rule, lhs.route.match)
            < (rhs.route.namespace, rhs.route.name, rhs.route.rule, rhs.route.match)
    }

    private func rank(_ match: HTTPRoute.Match) -> [Int] {
        let path = [kindRank(match.path.type), match.path.value.utf8.count]
        let hasMethod = match.method == nil ? 0 : 1
        switch self {
        case .specification: return path + [hasMethod, match.headers.count, match.queryParams.count]
        case .envoyGateway:
            return path + [
                match.headers.count + hasMethod, Self.exactCount(match.headers) + hasMethod, match.queryParams.count,
                Self.exactCount(match.queryParams),
            ]
        }
    }

    private func kindRank(_ kind: HTTPRoute.PathMatch.Kind) -> Int {
        switch (kind, self) {
        case (.exact, _): 3
        case (.regularExpression, .envoyGateway), (.prefix, .specification): 2
        case (.regularExpression, .specification), (.prefix, .envoyGateway): 1
        }
    }

    private static func exactCount(_ matches: [HTTPRoute.ValueMatch]) -> Int { matches.count { $0.type == .exact } }
}
