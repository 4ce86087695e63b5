package import Kubernetes

/// All network policies of a cluster, ready to judge connections.
package struct PolicySet: Sendable {
    /// The three kinds in one form.
    final class Policy: Sendable {
        let kind: String
        /// How its host names with `*` are meant.
        let dialect: DomainPattern.Dialect
        let metadata: ObjectMeta
        let spec: PolicySpec
        /// The directions that it closes but for its rules.
        let directions: [PolicySpec.Direction]

        init(kind: String, dialect: DomainPattern.Dialect = .eks, metadata: ObjectMeta, spec: PolicySpec) {
            self.kind = kind
            self.dialect = dialect
            self.metadata = metadata
            self.spec = spec
            directions = spec.directions
        }
    }

    /// By namespace and name, so that an answer does not depend on the order of files.
    let policies: [Policy]
    private let index: PolicyIndex
    /// With the label that every namespace has.
    private let namespaces: [String: [ObjectMeta.Pair]]
    /// What the texts of the policies mean, each read once: a thousand policies name a handful of them.
    private let blocks: [String: CIDRBlock]
    private let names: [DomainName: DomainPattern]

    struct DomainName: Hashable {
        var text: String
        var dialect: DomainPattern.Dialect
    }
    /// Cilium policies that name hosts whose addresses Cilium never learns.
    let unseenNames: [ObjectMeta]

    /// `namespaces` holds the labels of each namespace by name. The label `kubernetes.io/metadata.name`, which the API
    /// server puts on every namespace, is added to what stands there, and to a namespace that is not there.
    package init(
        networkPolicies: [Kubernetes.NetworkPolicy], applicationPolicies: [ApplicationNetworkPolicy] = [],
        ciliumPolicies: [CiliumNetworkPolicy] = [], namespaces: [String: [ObjectMeta.Pair]] = [:]
    ) {
        let all =
            networkPolicies.map {
                Policy(kind: Kubernetes.NetworkPolicy.kind, metadata: $0.metadata, spec: $0.spec)
            }
            + applicationPolicies.map {
                Policy(kind: ApplicationNetworkPolicy.kind, metadata: $0.metadata, spec: $0.spec)
            }
            + ciliumPolicies.map {
                Policy(
                    kind: CiliumNetworkPolicy.kind, dialect: .cilium, metadata: $0.metadata, spec: PolicySpec($0))
            }
        policies = all.sorted {
            ($0.metadata.namespace, $0.metadata.name, $0.kind) < ($1.metadata.namespace, $1.metadata.name, $1.kind)
        }
        index = PolicyIndex(policies)
        self.namespaces = Dictionary(
            uniqueKeysWithValues: namespaces.map { ($0, Self.labels(ofNamespace: $0, declared: $1)) })
        (blocks, names) = Self.meanings(of: policies)
        unseenNames = Self.policiesWithUnseenNames(ciliumPolicies)
    }

    /// Judges a connection from `source` to `destination`. `port` is the port of the destination pod, not of a Service
    /// in front of it, and `portName` that container port's name.
    package func decide(
        from source: Endpoint, to destination: Endpoint, port: Int, portName: String? = nil,
        protocol: PolicySpec.Port.TransportProtocol = .tcp
    ) -> ReachabilityDecision {
        let connection = Connection(
            source: source, destination: destination, port: port, portName: portName, protocol: `protocol`)
        if connection.staysInOnePod {
            return ReachabilityDecision(egress: .notConcerned, ingress: .notConcerned, of: connection)
        }
        let egress = side(.egress, of: source, peer: destination, in: connection)
        let ingress = egress.isDenial ? .notConcerned : side(.ingress, of: destination, peer: source, in: connection)
        return ReachabilityDecision(egress: egress, ingress: ingress, of: connection)
    }

    /// What the policies that select `endpoint` say about `peer`.
    private func side(
        _ direction: PolicySpec.Direction, of endpoint: Endpoint, peer: Endpoint, in connection: Connection
    ) -> ReachabilityDecision.Side {
        guard case .pod(let namespace, _, let labels, _) = endpoint else { return .notConcerned }
        let selecting = index.candidates(for: labels, in: namespace).filter { number in
            policies[number].directions.contains(direction) && policies[number].spec.podSelector.matches(labels)
        }
        guard !selecting.isEmpty else { return .notIsolated }
        var nearest: (closeness: Int, policy: Policy, rule: Int)?
        for number in selecting {
            let policy = policies[number]
            for (index, rule) in policy.spec.rules(direction).enumerated() {
                switch judge(rule, of: policy, peer: peer, connection, .closeness) {
                case .fits: return .allowed(by: policy.reference(direction, rule: index))
                case .misses(let closeness, _):
                    if closeness > nearest?.closeness ?? -1 { nearest = (closeness, policy, index) }
                }
            }
        }
        return .denied(
            isolatedBy: selecting.map { policies[$0].reference(direction, rule: nil) },
            nearest: nearest.flatMap { near in
                let rule = near.policy.spec.rules(direction)[near.rule]
                guard case .misses(_, let mismatch) = judge(rule, of: near.policy, peer: peer, connection, .reason)
                else { return nil }
                return ReachabilityDecision.NearMiss(
                    rule: near.policy.reference(direction, rule: near.rule), mismatch: mismatch)
            })
    }

    /// Whether a rule of `policy` allows the connection, or how near it comes.
    private func judge(
        _ rule: PolicySpec.Rule, of policy: Policy, peer: Endpoint, _ connection: Connection, _ detail: Fit.Detail
    ) -> Fit {
        let who =
            rule.peers.isEmpty ? Fit.fits : Fit.best(of: rule.peers.lazy.map { fit($0, of: policy, to: peer, detail) })
        let ports = rule.ports.isEmpty ? Fit.fits : Fit.best(of: rule.ports.lazy.map { connection.fit($0, detail) })
        switch (who, ports) {
        case (.fits, .fits): return .fits
        // The right peer on a wrong port says more than the right port for somebody else.
        case (.fits, .misses(_, let mismatch)): return .misses(closeness: 4, mismatch: mismatch)
        case (.misses(let closeness, let mismatch), .fits):
            return .misses(closeness: closeness + 2, mismatch: mismatch)
        case (.misses(let closeness, let mismatch), .misses(_, let port)):
            return .misses(closeness, "\(mismatch), and \(port)", detail)
        }
    }

    private static func meanings(of policies: [Policy]) -> ([String: CIDRBlock], [DomainName: DomainPattern]) {
        var blocks: [String: CIDRBlock] = [:]
        var names: [DomainName: DomainPattern] = [:]
        for policy in policies {
            for direction in PolicySpec.Direction.allCases {
                for peer in policy.spec.rules(direction).lazy.flatMap(\.peers) {
                    for text in peer.domainNames {
                        let name = DomainName(text: text, dialect: policy.dialect)
                        if names[name] == nil { names[name] = DomainPattern(text, policy.dialect) }
                    }
                    guard let block = peer.ipBlock else { continue }
                    for text in [block.cidr] + block.except where blocks[text] == nil {
                        blocks[text] = CIDRBlock(text)
                    }
                }
            }
        }
        return (blocks, names)
    }

    /// The block that `text` in a policy means; nil for none.
    func block(_ text: String) -> CIDRBlock? { blocks[text] }

    func pattern(_ text: String, _ dialect: DomainPattern.Dialect) -> DomainPattern {
        names[DomainName(text: text, dialect: dialect)] ?? DomainPattern(text, dialect)
    }

    /// The labels of a namespace, with the one that every namespace has.
    func labels(ofNamespace name: String) -> [ObjectMeta.Pair] {
        namespaces[name] ?? Self.labels(ofNamespace: name, declared: [])
    }

    private static func labels(ofNamespace name: String, declared: [ObjectMeta.Pair]) -> [ObjectMeta.Pair] {
        let implied = "kubernetes.io/metadata.name"
        return declared.filter { $0.name != implied } + [ObjectMeta.Pair(implied, name)]
    }
}

extension PolicySpec {
    func rules(_ direction: Direction) -> [Rule] {
        switch direction {
        case .ingress: ingress
        case .egress: egress
        }
    }
}

extension PolicySet.Policy {
    func reference(_ direction: PolicySpec.Direction, rule: Int?) -> ReachabilityDecision.RuleReference {
        ReachabilityDecision.RuleReference(
            kind: kind, namespace: metadata.namespace, name: metadata.name, direction: direction, rule: rule,
            span: rule.map { spec.rules(direction)[$0].span ?? metadata.span } ?? metadata.span)
    }
}
