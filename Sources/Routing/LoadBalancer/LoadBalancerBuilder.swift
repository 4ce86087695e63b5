import Diagnostics
import HTTP
import JSONTree
import Kubernetes

/// Builds the load balancer of one group, recording what the controller would refuse.
struct LoadBalancerBuilder {
    let group: IngressGroup
    var diagnostics: [Diagnostic] = []

    init(group: IngressGroup) { self.group = group }

    /// What one listener is made of: a port, and the members that listen on it, in order.
    private struct ListenerPlan {
        var port: Int
        var `protocol`: LoadBalancer.ListenerProtocol
        var members: [IngressGroup.Member]
    }

    /// The load balancer; of no use when an error was recorded.
    mutating func loadBalancer() -> LoadBalancer {
        checkExclusiveSettings()
        let plans = listenerPlans()
        let redirectPort = sslRedirectPort(among: plans)
        let listeners = plans.map { plan -> LoadBalancer.Listener in
            var listener =
                if let redirectPort, plan.protocol == .http {
                    redirecting(plan, to: redirectPort)
                } else {
                    serving(plan)
                }
            listener.attributes = attributes(of: plan)
            return listener
        }
        let scheme = group.members.compactMap { $0.params?.scheme ?? $0.annotation("scheme") }.first
        let balancer = LoadBalancer(
            group: group.name, scheme: scheme ?? "internal", attributes: attributes(), listeners: listeners,
            span: group.members.first?.ingress.metadata.span)
        diagnostics += balancer.findings(at: group.members.first?.ingress.metadata.span)
        return balancer
    }

    mutating func refuse(_ id: String, _ message: String, in member: IngressGroup.Member, help: String? = nil) {
        diagnostics.append(member.diagnostic(id, message, help: help))
    }

    // MARK: - Listeners

    private mutating func listenerPlans() -> [ListenerPlan] {
        var plans: [ListenerPlan] = []
        for member in group.members {
            for (port, transport) in listenPorts(of: member) {
                guard let index = plans.firstIndex(where: { $0.port == port }) else {
                    plans.append(ListenerPlan(port: port, protocol: transport, members: [member]))
                    continue
                }
                if plans[index].protocol != transport {
                    refuse(
                        "listener-conflict",
                        "port \(port) is \(transport.rawValue), and elsewhere in group '\(group.name)' it is \(plans[index].protocol.rawValue),",
                        in: member)
                } else {
                    plans[index].members.append(member)
                }
            }
        }
        return plans.sorted { $0.port < $1.port }
    }

    /// The ports that a member listens on: of the class's parameters, else of `listen-ports`, else 443 where it has a
    /// certificate and 80 where it has none.
    private mutating func listenPorts(
        of member: IngressGroup.Member
    ) -> [(port: Int, protocol: LoadBalancer.ListenerProtocol)] {
        if let listeners = member.params?.listeners, !listeners.isEmpty {
            return listeners.compactMap { listenPort($0.port, $0.protocol, of: member) }
        }
        guard let text = member.annotation("listen-ports") else {
            return certificates(of: member).isEmpty ? [(80, .http)] : [(443, .https)]
        }
        guard let entries = (try? JSON.parse(text))?.array, !entries.isEmpty else {
            refuse(
                "bad-listen-ports", "listen-ports is no list of ports", in: member,
                help: "[{\"HTTP\": 80}, {\"HTTPS\": 443}]")
            return []
        }
        return entries.flatMap { entry in
            (entry.object?.members ?? []).compactMap { listenPort($0.value.int ?? 0, $0.name, of: member) }
        }
    }

    private mutating func listenPort(
        _ port: Int, _ name: String, of member: IngressGroup.Member
    ) -> (port: Int, protocol: LoadBalancer.ListenerProtocol)? {
        guard (1...65535).contains(port), let transport = LoadBalancer.ListenerProtocol(rawValue: name) else {
            refuse(
                "bad-listen-ports", "'\(name)' on port \(port) is no listener", in: member,
                help: "a listener is HTTP or HTTPS")
            return nil
        }
        return (port, transport)
    }

    private func certificates(of member: IngressGroup.Member) -> [String] {
        if let arns = member.params?.certificateArns, !arns.isEmpty { return arns }
        return member.list("certificate-arn")
    }

    /// The port that HTTP is redirected to; nil for none.
    private mutating func sslRedirectPort(among plans: [ListenerPlan]) -> Int? {
        var chosen: Int?
        for member in group.members {
            guard let text = member.params?.sslRedirectPort ?? member.annotation("ssl-redirect") else { continue }
            guard let port = Int(text) else {
                refuse("bad-ssl-redirect", "ssl-redirect '\(text)' is no port", in: member)
                continue
            }
            if let chosen, chosen != port {
                refuse(
                    "setting-conflict", "ssl-redirect is \(port), and \(chosen) elsewhere in group '\(group.name)',",
                    in: member)
            } else if let plan = plans.first(where: { $0.port == port }) {
                if plan.protocol != .https {
                    refuse("bad-ssl-redirect", "ssl-redirect goes to port \(port), which is not HTTPS,", in: member)
                }
            } else {
                refuse("bad-ssl-redirect", "ssl-redirect goes to port \(port), on which nothing listens,", in: member)
            }
            chosen = chosen ?? port
        }
        return chosen
    }

    /// A listener that only sends clients to HTTPS.
    private func redirecting(_ plan: ListenerPlan, to port: Int) -> LoadBalancer.Listener {
        var redirect = ListenerAction.Redirect()
        redirect.protocol = "HTTPS"
        redirect.port = "\(port)"
        let cause = plan.members.first { ($0.params?.sslRedirectPort ?? $0.annotation("ssl-redirect")) != nil }
        let member = cause ?? plan.members[0]
        return LoadBalancer.Listener(
            port: plan.port, protocol: .http, defaultAction: .redirect(redirect),
            defaultSource: ListenerRule.Source(
                namespace: member.ingress.metadata.namespace, name: member.ingress.metadata.name,
                span: member.ingress.metadata.span))
    }

    private mutating func serving(_ plan: ListenerPlan) -> LoadBalancer.Listener {
        var listener = LoadBalancer.Listener(
            port: plan.port, protocol: plan.protocol, defaultAction: .fixedResponse(ListenerAction.FixedResponse(404)))
        var rules: [ListenerRule] = []
        for member in plan.members {
            for draft in self.rules(of: member) where !draft.action.loops(on: listener, conditions: draft.conditions) {
                var rule = draft
                rule.priority = rules.count + 1
                if plan.protocol == .http, rule.validation != nil || rule.authentication != nil {
                    rule.validation = nil
                    rule.authentication = nil
                    refuse(
                        "unguarded-listener",
                        "tokens and users are checked on HTTPS only, and port \(plan.port) is HTTP",
                        in: member,
                        help: "redirect it with ssl-redirect")
                }
                rules.append(rule)
            }
        }
        listener.rules = rules
        for member in plan.members {
            guard let backend = member.ingress.defaultBackend else { continue }
            if let source = listener.defaultSource {
                refuse(
                    "second-default-backend",
                    "there is a default backend, and \(source.title) in group '\(group.name)' has one too,",
                    in: member)
                continue
            }
            listener.defaultAction = action(for: backend, of: member) ?? listener.defaultAction
            listener.defaultSource = ListenerRule.Source(
                namespace: member.ingress.metadata.namespace, name: member.ingress.metadata.name,
                span: backend.span ?? member.ingress.metadata.span)
        }
        if plan.protocol == .https { addCertificates(of: plan, to: &listener) }
        return listener
    }

    private mutating func addCertificates(of plan: ListenerPlan, to listener: inout LoadBalancer.Listener) {
        for member in plan.members {
            let named = certificates(of: member)
            let hosts = member.ingress.tls.flatMap(\.hosts) + member.ingress.rules.compactMap(\.host)
            if named.isEmpty && hosts.isEmpty {
                refuse(
                    "no-certificate",
                    "port \(plan.port) is HTTPS, and there is neither a certificate nor a host to find one for",
                    in: member)
            }
            listener.certificates += named.filter { !listener.certificates.contains($0) }
            for host in hosts where !listener.hosts.contains(host) { listener.hosts.append(host) }
        }
    }

    // MARK: - Attributes

    /// What the members together say; the class's parameters come before annotations.
    private mutating func attributes() -> LoadBalancerAttributes {
        var attributes = LoadBalancerAttributes()
        set(group.members) { member in
            member.pairs(member.params?.loadBalancerAttributes, annotated: "load-balancer-attributes")
        } by: {
            attributes.set($0)
        }
        return attributes
    }

    private mutating func attributes(of plan: ListenerPlan) -> ListenerAttributes {
        var attributes = ListenerAttributes()
        set(plan.members) { member in
            member.pairs(
                member.params?.listeners.first { $0.port == plan.port }?.attributes,
                annotated: "listener-attributes.\(plan.protocol.rawValue)-\(plan.port)")
        } by: {
            attributes.set($0)
        }
        return attributes
    }

    /// Sets the attributes that members agree on.
    ///
    /// - Parameter set: returns the first pair that means nothing.
    private mutating func set(
        _ members: [IngressGroup.Member], _ own: (IngressGroup.Member) -> [(name: String, value: String)],
        by set: ([(name: String, value: String)]) -> (name: String, value: String)?
    ) {
        var said: [String: (value: String, member: IngressGroup.Member)] = [:]
        var pairs: [(name: String, value: String)] = []
        for member in members {
            for pair in own(member) {
                if let earlier = said[pair.name], earlier.value != pair.value {
                    refuse(
                        "setting-conflict",
                        "\(pair.name) is '\(pair.value)', and '\(earlier.value)' in '\(earlier.member.name)' of group '\(group.name)',",
                        in: member)
                }
                said[pair.name] = (pair.value, member)
                pairs.append(pair)
            }
        }
        if let fault = set(pairs), let member = said[fault.name]?.member {
            refuse("bad-attribute", "'\(fault.value)' means nothing for the attribute '\(fault.name)'", in: member)
        }
    }

    // MARK: - Checks

    private mutating func checkExclusiveSettings() {
        for setting in ALBAnnotation.exclusive {
            var first: (value: String, member: String)?
            for member in group.members {
                guard let value = Self.classValue(setting, member.params) ?? member.annotation(setting) else {
                    continue
                }
                if let first, first.value != value {
                    refuse(
                        "setting-conflict",
                        "\(setting) is '\(value)', and '\(first.value)' in '\(first.member)' of group '\(group.name)',",
                        in: member)
                }
                first = first ?? (value, member.name)
            }
        }
    }

    /// What a class's parameters say, which beats the annotation.
    private static func classValue(_ setting: String, _ params: IngressClassParams?) -> String? {
        let values: [(String, KeyPath<IngressClassParams, String?>)] = [
            ("scheme", \.scheme), ("ip-address-type", \.ipAddressType), ("load-balancer-name", \.loadBalancerName),
            ("wafv2-acl-arn", \.wafv2AclArn), ("ssl-policy", \.sslPolicy),
        ]
        return values.first { $0.0 == setting }.flatMap { params?[keyPath: $0.1] }
    }
}

extension ListenerAction {
    /// Whether a redirect only leads back to itself; the controller leaves such a rule out.
    fileprivate func loops(on listener: LoadBalancer.Listener, conditions: [RuleCondition]) -> Bool {
        guard case .redirect(let redirect) = self else { return false }
        let texts = { (condition: RuleCondition) -> (hosts: [String], paths: [String]) in
            switch condition {
            case .host(let patterns): (patterns.map(\.text), [])
            case .path(let patterns): ([], patterns.map(\.text))
            case .header, .method, .query, .sourceAddress: ([], [])
            }
        }
        let samePort = ["#{port}", "\(listener.port)"].contains(redirect.port)
        let sameProtocol = ["#{protocol}", listener.protocol.rawValue].contains(redirect.protocol)
        let sameHost = redirect.host == "#{host}" || conditions.contains { texts($0).hosts.contains(redirect.host) }
        let samePath = redirect.path == "/#{path}" || conditions.contains { texts($0).paths.contains(redirect.path) }
        return samePort && sameProtocol && sameHost && samePath && redirect.query == "#{query}"
    }
}

extension IngressGroup.Member {
    /// Names and values of the class's parameters; where those say nothing, of an annotation.
    fileprivate func pairs(_ own: [KeyValue]?, annotated suffix: String) -> [(name: String, value: String)] {
        if let own, !own.isEmpty { return own.map { ($0.key, $0.value) } }
        return (annotation(suffix) ?? "").annotatedPairs
    }
}
