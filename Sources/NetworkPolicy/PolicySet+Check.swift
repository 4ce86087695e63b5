package import Diagnostics
import Kubernetes

extension PolicySet {
    private typealias RuleReference = ReachabilityDecision.RuleReference

    /// What an API server refuses in these policies, and what can never have an effect.
    package var diagnostics: [Diagnostic] {
        var found: [Diagnostic] = []
        for policy in policies {
            for direction in PolicySpec.Direction.allCases {
                for (index, rule) in policy.spec.rules(direction).enumerated() {
                    func place() -> RuleReference { policy.reference(direction, rule: index) }
                    for peer in rule.peers { found += Self.check(peer, at: place) }
                    for port in rule.ports { found += Self.check(port, at: place) }
                }
                found += Self.checkUnusedRules(policy, direction)
            }
        }
        return found + unseenNames.map(Self.unseenNames)
    }

    /// The policies that name hosts for pods whose questions for names Cilium does not see.
    static func policiesWithUnseenNames(_ policies: [CiliumNetworkPolicy]) -> [ObjectMeta] {
        let seeing = policies.filter { $0.egress.contains { $0.toPorts.contains { !$0.dns.isEmpty } } }
        return policies.filter { policy in
            policy.egress.contains { !$0.toFQDNs.isEmpty }
                && !seeing.contains {
                    $0.metadata.namespace == policy.metadata.namespace
                        && $0.endpointSelector.matches(policy.endpointSelector.matchLabels)
                }
        }.map(\.metadata)
    }

    private static func unseenNames(_ policy: ObjectMeta) -> Diagnostic {
        Diagnostic(
            "unseen-names",
            "CiliumNetworkPolicy '\(policy.namespace)/\(policy.name)' names hosts whose addresses Cilium never learns",
            at: policy.span, help: "add a policy for the same pods with 'rules.dns' on port 53")
    }

    /// Hardly ever is there something to say, and `place` asked for.
    private static func check(_ peer: PolicySpec.Peer, at place: () -> RuleReference) -> [Diagnostic] {
        var found: [Diagnostic] = []
        func report(_ id: String, _ message: String, help: String? = nil) {
            found.append(Diagnostic(id, message, at: peer.span ?? place().span, help: help))
        }
        let hasSelectors = peer.namespaceSelector != nil || peer.podSelector != nil
        let forms = [hasSelectors, peer.ipBlock != nil, !peer.domainNames.isEmpty].count { $0 }
        if forms == 0 {
            report(
                "empty-peer", "a peer of \(place().title) names nobody", help: "leave the peers out to mean everyone")
        } else if forms > 1 {
            report(
                "mixed-peer", "a peer of \(place().title) has more than one of selectors, ipBlock and domainNames",
                help: "give each a peer of its own")
        }
        guard let block = peer.ipBlock else { return found }
        guard let cidr = CIDRBlock(block.cidr) else {
            report("bad-cidr", "'\(block.cidr)' in \(place().title) is no block of addresses")
            return found
        }
        if cidr.hasHostBits {
            report("cidr-host-bits", "'\(block.cidr)' in \(place().title) has bits set behind its prefix")
        }
        for exception in block.except {
            guard let inner = CIDRBlock(exception) else {
                report("bad-cidr", "'\(exception)' in \(place().title) is no block of addresses")
                continue
            }
            if !cidr.contains(inner) || inner.prefixLength == cidr.prefixLength {
                report(
                    "exception-outside", "'\(exception)' in \(place().title) is not strictly inside '\(block.cidr)'")
            }
        }
        return found
    }

    private static func check(_ port: PolicySpec.Port, at place: () -> RuleReference) -> [Diagnostic] {
        guard let endPort = port.endPort else { return [] }
        if case .int(let first) = port.port, first <= endPort { return [] }
        return [
            Diagnostic(
                "bad-end-port", "endPort \(endPort) in \(place().title) does not end a range of numbers",
                at: place().span, help: "'port' is a number that is not above it")
        ]
    }

    private static func checkUnusedRules(_ policy: Policy, _ direction: PolicySpec.Direction) -> [Diagnostic] {
        guard !policy.spec.rules(direction).isEmpty, !policy.spec.directions.contains(direction) else { return [] }
        let place = policy.reference(direction, rule: 0)
        return [
            Diagnostic(
                "unused-rules", "\(place.title) has no effect, because policyTypes does not name \(direction.rawValue)",
                at: place.span, severity: .warning, help: "add \(direction.rawValue) to policyTypes")
        ]
    }
}

extension ReachabilityDecision.RuleReference {
    /// As in `description`, without the place.
    fileprivate var title: String {
        var copy = self
        copy.span = nil
        return copy.description
    }
}
