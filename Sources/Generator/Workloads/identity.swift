package import Blueprint
package import Kubernetes

extension Site {
    /// Who the workload's pods are. They never call the cluster's API, so they get no token for it; where they call AWS
    /// and the cluster knows roles by service account, the account names the role.
    func serviceAccount(for workload: DeployedWorkload) -> ServiceAccount {
        let role = environment.cluster.identity == .irsa ? role(of: workload.workload) : nil
        return ServiceAccount(
            metadata: metadata(workload, annotations: role.map(Self.roleAnnotations) ?? []),
            automountServiceAccountToken: false)
    }

    /// What makes the workload's pods its AWS role, and lets them reach what gives them its credentials; nothing for a
    /// workload that calls nothing of AWS.
    package func identityObjects(for workload: Workload) -> [Manifest] {
        identityObjects(for: DeployedWorkload(workload, at: self))
    }

    func identityObjects(for workload: DeployedWorkload) -> [Manifest] {
        guard let role = role(of: workload.workload) else { return [] }
        switch environment.cluster.identity {
        case .podIdentity:
            let association = PodIdentityAssociation(
                metadata: metadata(workload), clusterName: environment.cluster.name, namespace: workload.namespace,
                serviceAccount: workload.name, roleARN: role)
            // The agent on every node, which hands out the credentials.
            let agent = PolicySpec.Peer(ipBlock: .init(cidr: "169.254.170.23/32"))
            let policy = NetworkPolicy(
                metadata: metadata(workload, name: dnsLabel(workload.name, "to", "pod-identity")),
                spec: PolicySpec(
                    podSelector: workload.selector, policyTypes: [.egress],
                    egress: [.init(peers: [agent], ports: [.init(80)])]))
            return [.podIdentityAssociation(association), .networkPolicy(policy)]
        case .irsa:
            return [policy(from: workload, to: "sts", host: "sts.\(environment.region).\(awsDomain)")]
        }
    }

    /// The AWS role of a workload: the one that the environment names, or, where it calls AWS, one that is named after
    /// it. Nil for a workload that has nothing to do with AWS: its secrets reach it as files.
    package func role(of workload: Workload) -> String? {
        if let named = index.roles[workload.name] { return named }
        let callsAWS = workload.edges.contains { edge in
            guard case .external(let name) = edge.target, let external = external(name) else { return false }
            return [".amazonaws.com", ".amazonaws.com.cn", ".api.aws"].contains { external.host.hasSuffix($0) }
        }
        return callsAWS ? roleARN(workload.name) : nil
    }

    /// The AWS role that reads the secrets of a namespace from the vault.
    func vaultRole(of namespace: String) -> String {
        environment.cluster.vaultRoles.first { $0.name == namespace }?.value ?? roleARN(namespace, "secrets")
    }

    /// `arn:aws:iam::123456789012:role/promptsales-production-content`; the name has at most 64 characters in AWS.
    private func roleARN(_ words: String...) -> String {
        let name = dnsLabel(([system.name, environment.name] + words).joined(separator: "-"))
        return "arn:\(partition):iam::\(environment.account):role/\(name)"
    }

    static func roleAnnotations(_ role: String) -> [ObjectMeta.Pair] {
        [.init("eks.amazonaws.com/role-arn", role), .init("eks.amazonaws.com/sts-regional-endpoints", "true")]
    }

    /// The part of AWS that the region belongs to; its ARNs begin with it.
    private var partition: String {
        if environment.region.hasPrefix("cn-") { return "aws-cn" }
        return environment.region.hasPrefix("us-gov-") ? "aws-us-gov" : "aws"
    }

    private var awsDomain: String { partition == "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com" }
}
