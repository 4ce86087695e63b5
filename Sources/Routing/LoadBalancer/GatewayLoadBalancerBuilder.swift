import Diagnostics
import HTTP
package import Kubernetes

/// Builds the load balancer of one Gateway, as the AWS Load Balancer Controller does, recording what it would refuse.
/// https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/gateway/l7gateway/.
struct GatewayLoadBalancerBuilder {
    let gateway: Gateway
    let provider: LoadBalancerProvider
    let attachment: RouteAttachment
    let settings: LoadBalancerSettings
    var diagnostics: [Diagnostic] = []

    init(
        _ gateway: Gateway, provider: LoadBalancerProvider, attachment: RouteAttachment, settings: LoadBalancerSettings
    ) {
        self.gateway = gateway
        self.provider = provider
        self.attachment = attachment
        self.settings = settings
    }

    /// `namespace/name`.
    private var name: String { "\(gateway.metadata.namespace)/\(gateway.metadata.name)" }

    /// The load balancer; of no use when an error was recorded. A port that no route is on is not listened on.
    mutating func loadBalancer(routes: [HTTPRoute]) -> LoadBalancer {
        let configuration = configuration()
        var listeners: [LoadBalancer.Listener] = []
        for port in Set(gateway.listeners.filter(\.servesHTTP).map(\.port)).sorted() {
            if let listener = listener(port: port, routes: routes, configuration) { listeners.append(listener) }
        }
        var attributes = LoadBalancerAttributes()
        let pairs = (configuration?.loadBalancerAttributes ?? []).map { (name: $0.key, value: $0.value) }
        if let fault = attributes.set(pairs) {
            refuse(
                "bad-attribute",
                "'\(fault.value)' means nothing for the attribute '\(fault.name)' of Gateway '\(name)'",
                at: configuration?.metadata.span)
        }
        let balancer = LoadBalancer(
            group: name, scheme: configuration?.scheme ?? "internal", attributes: attributes, listeners: listeners,
            span: gateway.metadata.span)
        diagnostics += balancer.findings(at: gateway.metadata.span)
        return balancer
    }

    mutating func refuse(_ id: String, _ message: String, at span: SourceSpan? = nil, help: String? = nil) {
        diagnostics.append(Diagnostic(id, message, at: span ?? gateway.metadata.span, help: help))
    }

    private mutating func configuration() -> LoadBalancerConfiguration? {
        guard let reference = gateway.infrastructure?.parametersRef else { return nil }
        let found = settings.loadBalancers.first {
            $0.metadata.name == reference.name && $0.metadata.namespace == gateway.metadata.namespace
                && $0.provider == provider
        }
        if reference.kind != LoadBalancerConfiguration.kind || reference.group != provider.gatewayGroup || found == nil
        {
            refuse(
                "unknown-load-balancer-configuration",
                "Gateway '\(name)' names the \(reference.kind) '\(reference.name)' of '\(reference.group)', which is not there",
                help: "it is a LoadBalancerConfiguration of '\(provider.gatewayAPIVersion)' in the Gateway's namespace")
        }
        return found
    }

    // MARK: - Listeners

    private mutating func listener(
        port: Int, routes: [HTTPRoute], _ configuration: LoadBalancerConfiguration?
    ) -> LoadBalancer.Listener? {
        let parts = gateway.listeners.filter { $0.port == port && $0.servesHTTP }
        guard let first = parts.first, let transport = LoadBalancer.ListenerProtocol(rawValue: first.protocol) else {
            return nil
        }
        let candidates = parts.flatMap {
            attachment.listener($0, of: gateway, routes: routes, .specification).candidates
        }.sorted(by: Self.isBefore)
        if candidates.isEmpty { return nil }
        var listener = LoadBalancer.Listener(
            port: port, protocol: transport, defaultAction: .fixedResponse(ListenerAction.FixedResponse(404)))
        var rules: [ListenerRule] = []
        for candidate in candidates {
            guard var rule = rule(for: candidate, on: transport, configuration) else { continue }
            rule.priority = rules.count + 1
            rules.append(rule)
        }
        listener.rules = rules
        let own = configuration?.listeners.first { $0.protocolPort == "\(transport.rawValue):\(port)" }
        if transport == .https { addCertificates(to: &listener, of: parts, candidates, own) }
        if let fault = listener.attributes.set((own?.attributes ?? []).map { ($0.key, $0.value) }) {
            refuse(
                "bad-attribute", "'\(fault.value)' means nothing for the attribute '\(fault.name)' of port \(port)",
                at: configuration?.metadata.span)
        }
        return listener
    }

    private mutating func addCertificates(
        to listener: inout LoadBalancer.Listener, of parts: [Gateway.Listener], _ candidates: [RouteCandidate],
        _ own: LoadBalancerConfiguration.Listener?
    ) {
        listener.certificates = (own?.defaultCertificate.map { [$0] } ?? []) + (own?.certificates ?? [])
        for host in parts.compactMap(\.hostname) + candidates.compactMap({ $0.hostname?.text })
        where !listener.hosts.contains(host) {
            listener.hosts.append(host)
        }
        for part in parts where part.tls?.certificateRefs.isEmpty == false {
            refuse(
                "certificate-refs", "listener '\(part.name)' of Gateway '\(name)' names certificates in Secrets",
                at: part.span, help: "an ALB has its certificates from ACM; name them in the LoadBalancerConfiguration")
        }
        if listener.certificates.isEmpty && listener.hosts.isEmpty {
            refuse(
                "no-certificate",
                "port \(listener.port) of Gateway '\(name)' is HTTPS, and there is neither a certificate nor a host to find one for"
            )
        }
    }

    /// Host names first, since each rule of an ALB stands in one list for all of them; then as Gateway API has it.
    private static func isBefore(_ lhs: RouteCandidate, _ rhs: RouteCandidate) -> Bool {
        let left = hostRank(lhs.hostname), right = hostRank(rhs.hostname)
        if left != right { return right.lexicographicallyPrecedes(left) }
        return RoutePrecedence.specification.isBefore(lhs, rhs)
    }

    /// A name before a wildcard before none, more labels before fewer, longer before shorter.
    private static func hostRank(_ hostname: HostnamePattern?) -> [Int] {
        guard let text = hostname?.text else { return [0, 0, 0] }
        return [text.hasPrefix("*.") ? 1 : 2, text.count { $0 == "." }, text.utf8.count]
    }
}

/// What the objects beside Gateways and routes say about load balancers.
package struct LoadBalancerSettings: Sendable {
    package var loadBalancers: [LoadBalancerConfiguration]
    package var targetGroups: [TargetGroupConfiguration]
    package var rules: [ListenerRuleConfiguration]

    package init(
        loadBalancers: [LoadBalancerConfiguration] = [], targetGroups: [TargetGroupConfiguration] = [],
        rules: [ListenerRuleConfiguration] = []
    ) {
        self.loadBalancers = loadBalancers
        self.targetGroups = targetGroups
        self.rules = rules
    }
}
