import Blueprint
import Kubernetes

extension Site {
    /// What the workload may reach in the cluster and in the data subnets, and who may reach it: one policy for each
    /// edge and side, with a name that says it. Ports are the pods' own.
    func networkPolicies(for workload: DeployedWorkload) -> [Manifest] {
        var policies: [Manifest] = []
        for user in workload.users {
            guard let rule = user.store.egress else { continue }
            policies.append(egress(from: workload, to: user.store.name, rule))
        }
        for callee in workload.callees {
            let callee = system.workloads[callee]
            policies.append(egress(from: workload, to: callee.name, egress(to: callee)))
        }
        let ports = [PolicySpec.Port(.int(workload.port))]
        if isRouted(workload.name) {
            policies.append(ingress(from: Self.gatewayName, .init(peers: [gatewayPeer], ports: ports), to: workload))
        }
        for caller in workload.callers {
            let caller = system.workloads[caller]
            policies.append(ingress(from: caller.name, .init(peers: [peer(caller)], ports: ports), to: workload))
        }
        return policies
    }

    private func egress(from workload: DeployedWorkload, to target: String, _ rule: PolicySpec.Rule) -> Manifest {
        .networkPolicy(
            NetworkPolicy(
                metadata: metadata(workload, name: dnsLabel(workload.name, "to", target)),
                spec: PolicySpec(podSelector: workload.selector, policyTypes: [.egress], egress: [rule])))
    }

    private func ingress(from source: String, _ rule: PolicySpec.Rule, to workload: DeployedWorkload) -> Manifest {
        .networkPolicy(
            NetworkPolicy(
                metadata: metadata(workload, name: dnsLabel(workload.name, "from", source)),
                spec: PolicySpec(podSelector: workload.selector, policyTypes: [.ingress], ingress: [rule])))
    }

    /// Lets pods reach those of a workload.
    func egress(to workload: Workload) -> PolicySpec.Rule {
        PolicySpec.Rule(peers: [peer(workload)], ports: [.init(.int(workload.port))])
    }

    /// The pods of a workload. Both selectors stand in one peer: in two, each would let in far more.
    func peer(_ workload: Workload) -> PolicySpec.Peer {
        PolicySpec.Peer(namespaceSelector: namespaceSelector(workload.namespace), podSelector: selector(workload))
    }

    func namespaceSelector(_ name: String) -> LabelSelector {
        LabelSelector(matchLabels: [.init("kubernetes.io/metadata.name", name)])
    }
}
