package import Blueprint
package import Kubernetes

extension Site {
    /// What the workload may reach in the cluster and in the data subnets, and who may reach it: one policy for each
    /// edge and side, with a name that says it. Ports are the pods' own.
    package func networkPolicies(for workload: Workload) -> [NetworkPolicy] {
        let outward =
            stores(of: workload).compactMap { egress(from: workload, to: $0) }
            + (index.callees[workload.name] ?? []).map { egress(from: workload, to: $0) }
        let gateway = isRouted(workload) ? [ingressFromGateway(to: workload)] : []
        let inward = (index.callers[workload.name] ?? []).map { ingress(from: $0, to: workload) }
        return outward + gateway + inward
    }

    private func egress(from workload: Workload, to store: Store) -> NetworkPolicy? {
        guard let endpoint = endpoint(of: store.name) else { return nil }
        return NetworkPolicy(
            metadata: metadata(workload, name: dnsLabel(workload.name, "to", store.name)),
            spec: PolicySpec(
                podSelector: selector(workload), policyTypes: [.egress],
                egress: [
                    .init(peers: [.init(ipBlock: .init(cidr: endpoint.subnet))], ports: [.init(.int(endpoint.port))])
                ]))
    }

    private func egress(from workload: Workload, to callee: Workload) -> NetworkPolicy {
        NetworkPolicy(
            metadata: metadata(workload, name: dnsLabel(workload.name, "to", callee.name)),
            spec: PolicySpec(
                podSelector: selector(workload), policyTypes: [.egress],
                egress: [.init(peers: [peer(callee)], ports: [.init(.int(callee.port))])]))
    }

    private func ingress(from caller: Workload, to workload: Workload) -> NetworkPolicy {
        NetworkPolicy(
            metadata: metadata(workload, name: dnsLabel(workload.name, "from", caller.name)),
            spec: PolicySpec(
                podSelector: selector(workload), policyTypes: [.ingress],
                ingress: [.init(peers: [peer(caller)], ports: [.init(.int(workload.port))])]))
    }

    private func ingressFromGateway(to workload: Workload) -> NetworkPolicy {
        NetworkPolicy(
            metadata: metadata(workload, name: dnsLabel(workload.name, "from", Self.gatewayName)),
            spec: PolicySpec(
                podSelector: selector(workload), policyTypes: [.ingress],
                ingress: [.init(peers: [gatewayPeer], ports: [.init(.int(workload.port))])]))
    }

    /// The pods of a workload. Both selectors stand in one peer: in two, each would let in far more.
    func peer(_ workload: Workload) -> PolicySpec.Peer {
        PolicySpec.Peer(namespaceSelector: namespaceSelector(workload.namespace), podSelector: selector(workload))
    }

    func namespaceSelector(_ name: String) -> LabelSelector {
        LabelSelector(matchLabels: [.init("kubernetes.io/metadata.name", name)])
    }
}
