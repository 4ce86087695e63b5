import Blueprint
import Kubernetes

extension Site {
    /// Every address on the internet and none inside: for a policy that cannot name hosts. Left out are RFC 1918, the
    /// link-local range with the cloud's metadata, and RFC 6598, which EKS uses for pods.
    static let publicAddresses = PolicySpec.IPBlock(
        cidr: "0.0.0.0/0",
        except: ["10.0.0.0/8", "100.64.0.0/10", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16"])

    /// One policy for each vendor that the workload calls, over TLS and nothing else: by host name where the cluster
    /// can, else to every public address.
    func vendorPolicies(for workload: DeployedWorkload) -> [Manifest] {
        workload.edges.compactMap { edge in
            guard case .external(let name) = edge.target, let external = external(name) else { return nil }
            return policy(
                from: workload, to: name, host: external.host, annotations: [.init("orrery.dev/api", external.api)])
        }
    }

    /// Lets the workload reach one host on the internet at port 443.
    func policy(
        from workload: DeployedWorkload, to name: String, host: String, annotations: [ObjectMeta.Pair] = []
    ) -> Manifest {
        var metadata = metadata(workload, name: dnsLabel(workload.name, "to", name), annotations: annotations)
        switch environment.cluster.egress {
        case .domainNames:
            return .applicationNetworkPolicy(
                ApplicationNetworkPolicy(
                    metadata: metadata, spec: egress(of: workload, to: .init(domainNames: [host]))))
        case .cilium:
            return .ciliumNetworkPolicy(
                CiliumNetworkPolicy(
                    metadata: metadata, endpointSelector: workload.selector,
                    egress: [.init(toFQDNs: [.name(host)], toPorts: [.init([.init(443)])])]))
        case .addresses:
            // The reader of a policy that is this wide shall know what it is for.
            metadata.annotations.append(.init("orrery.dev/host", host))
            return .networkPolicy(
                NetworkPolicy(
                    metadata: metadata, spec: egress(of: workload, to: .init(ipBlock: Self.publicAddresses))))
        }
    }

    private func egress(of workload: DeployedWorkload, to peer: PolicySpec.Peer) -> PolicySpec {
        PolicySpec(
            podSelector: workload.selector, policyTypes: [.egress],
            egress: [.init(peers: [peer], ports: [.init(443)])])
    }
}
