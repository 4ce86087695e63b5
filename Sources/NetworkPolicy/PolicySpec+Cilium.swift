import Diagnostics
import Kubernetes

extension PolicySpec {
    /// What a Cilium policy says, in the form of Kubernetes' own. A policy without egress rules closes nothing.
    init(_ cilium: CiliumNetworkPolicy) {
        self.init(
            podSelector: cilium.endpointSelector.withoutSources, policyTypes: cilium.egress.isEmpty ? [] : [.egress],
            egress: cilium.egress.map { rule in
                Rule(
                    peers: rule.toEndpoints.map { Peer(endpoints: $0, span: rule.span) }
                        + rule.toCIDR.map { Peer(ipBlock: IPBlock(cidr: $0), span: rule.span) }
                        + (rule.toFQDNs.isEmpty
                            ? [] : [Peer(domainNames: rule.toFQDNs.map(\.text), span: rule.span)]),
                    ports: rule.toPorts.flatMap(\.ports).flatMap { $0.policyPorts }, span: rule.span)
            })
    }
}

extension PolicySpec.Peer {
    /// The namespace is one of the labels there; without it, the policy's own namespace is meant.
    fileprivate init(endpoints: LabelSelector, span: SourceSpan?) {
        let selector = endpoints.withoutSources
        let namespaceLabel = "io.kubernetes.pod.namespace"
        let namespace = selector.matchLabels[namespaceLabel]
        self.init(
            namespaceSelector: namespace.map {
                LabelSelector(matchLabels: [.init("kubernetes.io/metadata.name", $0)])
            },
            podSelector: LabelSelector(
                matchLabels: selector.matchLabels.filter { $0.name != namespaceLabel },
                matchExpressions: selector.matchExpressions), span: span)
    }
}

extension CiliumNetworkPolicy.Port {
    /// The same port of each protocol that is meant.
    fileprivate var policyPorts: [PolicySpec.Port] {
        let protocols: [PolicySpec.Port.TransportProtocol] =
            switch self.protocol {
            case .tcp: [.tcp]
            case .udp: [.udp]
            case .any: [.tcp, .udp, .sctp]
            }
        // Port 0 means every port.
        let number = Int(port).map { IntOrString.int($0) } ?? .string(port)
        return protocols.map { PolicySpec.Port(number == .int(0) ? nil : number, protocol: $0) }
    }
}

extension LabelSelector {
    /// Cilium puts the source of a label before its name: `k8s:app`, `any:app`.
    var withoutSources: LabelSelector {
        func plain(_ name: String) -> String {
            for source in ["k8s:", "any:"] where name.hasPrefix(source) { return String(name.dropFirst(source.count)) }
            return name
        }
        return LabelSelector(
            matchLabels: matchLabels.map { .init(plain($0.name), $0.value, at: $0.span) },
            matchExpressions: matchExpressions.map {
                .init(key: plain($0.key), operator: $0.operator, values: $0.values)
            })
    }
}
