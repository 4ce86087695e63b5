package import Diagnostics
package import HTTP
package import Kubernetes

/// An Application Load Balancer as the AWS Load Balancer Controller builds it for one group of Ingresses, or one Gateway.
package struct LoadBalancer: Equatable, Sendable {
    /// The group's name; `namespace/name` of the Ingress when it has one to itself, and of a Gateway.
    package var group: String
    /// `internal` or `internet-facing`.
    package var scheme: String
    package var attributes: LoadBalancerAttributes
    /// By port.
    package var listeners: [Listener]
    /// Where it is declared: by the first of its Ingresses, or by its Gateway.
    package var span: SourceSpan?

    package init(
        group: String, scheme: String, attributes: LoadBalancerAttributes = .init(), listeners: [Listener],
        span: SourceSpan? = nil
    ) {
        self.group = group
        self.scheme = scheme
        self.attributes = attributes
        self.listeners = listeners
        self.span = span
    }

    package enum ListenerProtocol: String, Sendable, CaseIterable {
        case http = "HTTP"
        case https = "HTTPS"

        /// As in a URL.
        package var scheme: String {
            switch self {
            case .http: "http"
            case .https: "https"
            }
        }
    }

    /// A port with its rules.
    package struct Listener: Equatable, Sendable {
        package var port: Int
        package var `protocol`: ListenerProtocol
        /// ARNs; empty where the controller would look for certificates of the hosts.
        package var certificates: [String]
        /// Every host, wildcards included, that a certificate is needed for.
        package var hosts: [String]
        package var attributes = ListenerAttributes()
        /// By priority.
        package var rules: [ListenerRule] { didSet { decide() } }
        package var defaultAction: ListenerAction { didSet { decide() } }
        /// Where the default action comes from; nil for the controller's own 404.
        package var defaultSource: ListenerRule.Source? { didSet { decide() } }
        /// What follows from each rule for every request alike, at the same places; nil for a redirect, which depends on
        /// the request.
        private var decisions: [LoadBalancerDecision?] = []
        private var defaultDecision: LoadBalancerDecision?

        package init(
            port: Int, protocol: ListenerProtocol, certificates: [String] = [], hosts: [String] = [],
            rules: [ListenerRule] = [], defaultAction: ListenerAction, defaultSource: ListenerRule.Source? = nil
        ) {
            self.port = port
            self.protocol = `protocol`
            self.certificates = certificates
            self.hosts = hosts
            self.rules = rules
            self.defaultAction = defaultAction
            self.defaultSource = defaultSource
            decide()
        }
    }

    /// What is done with `request`, which came in on the listener of `port`; nil when nothing listens there.
    package func decide(_ request: Request, port: Int) -> LoadBalancerDecision? {
        listeners.first { $0.port == port }?.decide(request)
    }
}

/// What a load balancer does with one request, and why.
///
/// One is made for each rule and handed out for each request, so it is an object: a value would be copied, with all that
/// its rule holds.
package final class LoadBalancerDecision: Equatable, Sendable {
    package enum Outcome: Equatable, Sendable {
        /// To one of the target groups, by weight; see `targetGroup(choice:)`.
        case forward([ListenerAction.TargetGroup])
        case redirect(RedirectTarget)
        case fixedResponse(ListenerAction.FixedResponse)
    }

    package let outcome: Outcome
    /// What the token of the request must hold first.
    package var validation: JWTValidation? { rule?.validation }
    package var authentication: Authentication? { rule?.authentication }
    package var transform: RequestTransform? { rule?.transform }
    /// nil for the default action.
    package let rule: ListenerRule?
    /// The line that decided; nil for the controller's own 404.
    package let span: SourceSpan?
    /// One line: `rule 1 (path /api or /api/*) of Ingress 'shop/api' fits`.
    package let reason: String

    package init(outcome: Outcome, rule: ListenerRule?, span: SourceSpan?, reason: String) {
        self.outcome = outcome
        self.rule = rule
        self.span = span
        self.reason = reason
    }

    package static func == (lhs: LoadBalancerDecision, rhs: LoadBalancerDecision) -> Bool {
        lhs.outcome == rhs.outcome && lhs.rule == rhs.rule && lhs.span == rhs.span && lhs.reason == rhs.reason
    }

    /// What the load balancer answers itself; nil when the request goes on.
    package var response: Response? {
        switch outcome {
        case .forward: nil
        case .redirect(let target): LoadBalancerResponse.redirect(to: target)
        case .fixedResponse(let fixed): LoadBalancerResponse.fixed(fixed)
        }
    }

    /// The target group for `choice`, any number; nil when the request is not forwarded, or every weight is 0, which an
    /// ALB answers with 503. Equal choices give equal
    /// groups, and choices spread evenly give each group its share.
    package func targetGroup(choice: UInt64) -> ListenerAction.TargetGroup? {
        guard case .forward(let groups) = outcome else { return nil }
        return groups.weighted(choice: choice) { $0.weight }
    }

    /// The group that a cookie of `request` keeps it with, or else the one for `choice`.
    ///
    /// - Parameter seconds: the time.
    package func targetGroup(
        for request: Request, choice: UInt64, seconds: Int64
    ) -> ListenerAction.TargetGroup? {
        guard case .forward(let groups) = outcome, let stickiness = groups.first?.stickiness else {
            return targetGroup(choice: choice)
        }
        return stickiness.group(of: request, among: groups, seconds: seconds) ?? targetGroup(choice: choice)
    }
}

extension ListenerAction.TargetGroup {
    /// The `Set-Cookie` values that keep a client with this group, and with its target.
    ///
    /// - Parameters:
    ///   - mark: what names the target; only the load balancer reads it.
    ///   - seconds: the time.
    package func cookies(mark: String, seconds: Int64) -> [String] {
        var cookies = stickiness?.cookies(for: self, seconds: seconds) ?? []
        if let duration = attributes.stickiness, attributes.applicationCookie == nil {
            let expires = "Max-Age=\(duration.components.seconds); Path=/"
            cookies += ["AWSALB=\(mark); \(expires)", "AWSALBCORS=\(mark); \(expires); SameSite=None; Secure"]
        }
        return cookies
    }

    /// Why targets of this protocol version cannot have `request`, which an ALB answers with 464; nil when they can.
    package func mismatch(_ request: Request) -> String? {
        let isGRPC = request.fields["content-type"]?.hasPrefix("application/grpc") == true
        let isHTTP2 = request.connection?.isHTTP2 == true
        switch protocolVersion {
        case .http1: return isGRPC ? "the request is gRPC, and the target group speaks HTTP/1.1" : nil
        case .http2: return isHTTP2 ? nil : "the request is HTTP/1.1, and the target group speaks HTTP/2"
        case .grpc:
            if !isHTTP2 { return "the request is HTTP/1.1, and the target group speaks gRPC" }
            return request.method == .post ? nil : "the request is a \(request.method), and gRPC knows only POST"
        }
    }
}

extension LoadBalancer.Listener {
    package func decide(_ request: Request) -> LoadBalancerDecision {
        // By its place: a copy of every rule on the way would count references to all that it holds.
        if let place = rules.indices.first(where: { rules[$0].matches(request) }) {
            return decisions[place] ?? decision(by: rules[place], for: request)
        }
        return defaultDecision ?? decision(by: nil, for: request)
    }

    /// Makes the decisions that are the same for every request.
    private mutating func decide() {
        decisions = rules.map { $0.action.isRedirect ? nil : decision(by: $0, for: Request()) }
        defaultDecision = defaultAction.isRedirect ? nil : decision(by: nil, for: Request())
    }

    /// What `rule` decides; nil stands for the default action.
    private func decision(by rule: ListenerRule?, for request: Request) -> LoadBalancerDecision {
        let outcome: LoadBalancerDecision.Outcome =
            switch rule?.action ?? defaultAction {
            case .forward(let groups): .forward(groups)
            case .fixedResponse(let response): .fixedResponse(response)
            case .redirect(let redirect):
                .redirect(redirect.target(for: request, port: port, scheme: self.protocol.scheme))
            }
        let reason =
            rule.map { "\($0.summary) fits" }
            ?? defaultSource.map { "no rule fits, so the default of \($0.title) decides" }
            ?? "no rule fits, and there is no default backend"
        return LoadBalancerDecision(
            outcome: outcome, rule: rule, span: rule == nil ? defaultSource?.span : rule?.source.span, reason: reason)
    }
}

extension ListenerAction {
    fileprivate var isRedirect: Bool { if case .redirect = self { true } else { false } }
}

extension ListenerAction.Redirect {
    /// The address for `request` on a listener, with the placeholders filled in.
    func target(for request: Request, port listenerPort: Int, scheme: String) -> RedirectTarget {
        let values = [
            ("#{protocol}", scheme), ("#{host}", request.host), ("#{port}", "\(listenerPort)"),
            ("#{path}", String(request.path.dropFirst())), ("#{query}", request.query ?? ""),
        ]
        let filledQuery = Self.fill(query, values)
        let filledPath = Self.fill(path, values)
        return RedirectTarget(
            scheme: Self.fill(self.protocol, values).lowercased(), host: Self.fill(host, values),
            port: Int(Self.fill(port, values)), path: filledPath.hasPrefix("/") ? filledPath : "/" + filledPath,
            query: filledQuery.isEmpty ? nil : filledQuery, status: status)
    }

    /// `template` with each placeholder replaced, in one pass, so that what a client sent is never filled in again.
    private static func fill(_ template: String, _ values: [(placeholder: String, value: String)]) -> String {
        var result = ""
        var rest = template[...]
        while let mark = rest.firstIndex(of: "#") {
            result += rest[..<mark]
            rest = rest[mark...]
            if let hit = values.first(where: { rest.hasPrefix($0.placeholder) }) {
                result += hit.value
                rest = rest.dropFirst(hit.placeholder.count)
            } else {
                result.append("#")
                rest = rest.dropFirst()
            }
        }
        return result + rest
    }
}

extension Array {
    /// The element in whose share of the total weight `choice` falls; nil when all weights are 0.
    func weighted(choice: UInt64, weight: (Element) -> Int) -> Element? {
        let total = reduce(UInt64(0)) { $0 &+ UInt64(Swift.max(0, weight($1))) }
        guard total > 0 else { return nil }
        var rest = choice % total
        for element in self {
            let share = UInt64(Swift.max(0, weight(element)))
            if rest < share { return element }
            rest -= share
        }
        return nil
    }
}
