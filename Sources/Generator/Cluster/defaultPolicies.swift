import Blueprint
package import Kubernetes

extension Site {
    /// Closes a namespace in both directions: what is not allowed by name does not happen.
    package func defaultDeny(in namespace: String) -> NetworkPolicy {
        NetworkPolicy(
            metadata: sharedMetadata("default-deny", namespace: namespace),
            spec: PolicySpec(podSelector: LabelSelector(), policyTypes: [.ingress, .egress]))
    }

    /// Lets every pod of a namespace ask for names. Cilium must see the answers to know the addresses of hosts, so there
    /// the policy is one of its own.
    package func allowDNS(in namespace: String) -> Manifest {
        let metadata = sharedMetadata("allow-dns", namespace: namespace)
        switch environment.cluster.egress {
        case .domainNames, .addresses:
            return .networkPolicy(NetworkPolicy(metadata: metadata, spec: egressToDNS))
        case .cilium:
            let pods = LabelSelector(matchLabels: [
                .init("k8s:io.kubernetes.pod.namespace", "kube-system"), .init("k8s:k8s-app", "kube-dns"),
            ])
            let ports = CiliumNetworkPolicy.Ports([.init(53, protocol: .any)], dns: [.pattern("*")])
            return .ciliumNetworkPolicy(
                CiliumNetworkPolicy(
                    metadata: metadata, endpointSelector: LabelSelector(),
                    egress: [.init(toEndpoints: [pods], toPorts: [ports])]))
        }
    }

    /// CoreDNS by its pods, and by address where it runs on the node (NodeLocal DNS and EKS Auto Mode, under either of
    /// the two service ranges that EKS gives out).
    private var egressToDNS: PolicySpec {
        let pods = PolicySpec.Peer(
            namespaceSelector: .init(matchLabels: [.init("kubernetes.io/metadata.name", "kube-system")]),
            podSelector: .init(matchLabels: [.init("k8s-app", "kube-dns")]))
        let addresses = ["169.254.20.10/32", "172.20.0.10/32", "10.100.0.10/32"].map { address in
            PolicySpec.Peer(ipBlock: .init(cidr: address))
        }
        let ports = [PolicySpec.Port(53, protocol: .udp), PolicySpec.Port(53, protocol: .tcp)]
        return PolicySpec(
            podSelector: LabelSelector(), policyTypes: [.egress],
            egress: [.init(peers: [pods] + addresses, ports: ports)])
    }
}
