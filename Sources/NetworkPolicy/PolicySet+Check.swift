package import Diagnostics
import Kubernetes

extension PolicySet {
    /// What an API server refuses in these policies, and what can never have an effect.
    package var diagnostics: [Diagnostic] {
        policies.flatMap { policy in
            PolicySpec.Direction.allCases.flatMap { direction in
                policy.spec.rules(direction).enumerated().flatMap { index, rule in
                    let place = policy.reference(direction, rule: index)
                    return rule.peers.flatMap { Self.check($0, at: place) }
                        + rule.ports.flatMap { Self.check($0, at: place) }
                } + Self.checkUnusedRules(policy, direction)
            }
        } + unseenNames.map(Self.unseenNames)
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

    private static func check(_ peer: PolicySpec.Peer, at place: ReachabilityDecision.RuleReference) -> [Diagnostic] {
        let span = peer.span ?? place.span
        var found: [Diagnostic] = []
        let hasSelectors = peer.namespaceSelector != nil || peer.podSelector != nil
        let forms = [hasSelectors, peer.ipBlock != nil, !peer.domainNames.isEmpty].count { $0 }
        if forms == 0 {
            found.append(
                Diagnostic(
                    "empty-peer", "a peer of \(place.title) names nobody", at: span,
                    help: "leave the peers out to mean everyone"))
        } else if forms > 1 {
            found.append(
                Diagnostic(
                    "mixed-peer", "a peer of \(place.title) has more than one of selectors, ipBlock and domainNames",
                    at: span,
                    help: "give each a peer of its own"))
        }
        guard let block = peer.ipBlock else { return found }
        guard let cidr = CIDRBlock(block.cidr) else {
            return found + [
                Diagnostic("bad-cidr", "'\(block.cidr)' in \(place.title) is no block of addresses", at: span)
            ]
        }
        if cidr.hasHostBits {
            found.append(
                Diagnostic(
                    "cidr-host-bits", "'\(block.cidr)' in \(place.title) has bits set behind its prefix", at: span))
        }
        for exception in block.except {
            guard let inner = CIDRBlock(exception) else {
                found.append(
                    Diagnostic("bad-cidr", "'\(exception)' in \(place.title) is no block of addresses", at: span))
                continue
            }
            if !cidr.contains(inner) || inner.prefixLength == cidr.prefixLength {
                found.append(
                    Diagnostic(
                        "exception-outside", "'\(exception)' in \(place.title) is not strictly inside '\(block.cidr)'",
                        at: span))
            }
        }
        return found
    }

    private static func check(_ port: PolicySpec.Port, at place: ReachabilityDecision.RuleReference) -> [Diagnostic] {
        guard let endPort = port.endPort else { return [] }
        if case .int(let first) = port.port, first <= endPort { return [] }
        return [
            Diagnostic(
                "bad-end-port", "endPort \(endPort) in \(place.title) does not end a range of numbers", at: place.span,
                help: "'port' is a number that is not above it")
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
