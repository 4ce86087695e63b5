extension Environment {
    /// The EKS cluster that an environment is deployed to, as far as it decides what is written.
    package struct Cluster: Equatable, Sendable {
        package enum Mode: String, Sendable, CaseIterable {
            case standard
            /// EKS Auto Mode: load balancing, network policies and nodes are the cluster's own.
            case auto
        }

        /// How the pods of a workload become its AWS role.
        package enum Identity: String, Sendable, CaseIterable {
            /// EKS Pod Identity: an association of the service account, which itself says nothing.
            case podIdentity = "pod-identity"
            /// A role named on the service account, and a token that AWS STS takes for it.
            case irsa
        }

        /// How network policies name a host on the internet.
        package enum Egress: String, Sendable, CaseIterable {
            /// By name, in EKS Auto Mode's `ApplicationNetworkPolicy`.
            case domainNames = "domain-names"
            /// By name, in a `CiliumNetworkPolicy`.
            case cilium
            /// Every public address: what Kubernetes' own policies can say.
            case addresses
        }

        package var name: String
        package var mode: Mode
        package var identity: Identity
        package var egress: Egress
        /// Workload to the ARN of its role, where the environment names one.
        package var roles: [Workload.Setting]
        /// Namespace to the ARN of the role that reads its secrets, where the environment names one.
        package var vaultRoles: [Workload.Setting]

        package init(
            name: String, mode: Mode = .standard, identity: Identity = .podIdentity, egress: Egress? = nil,
            roles: [Workload.Setting] = [], vaultRoles: [Workload.Setting] = []
        ) {
            self.name = name
            self.mode = mode
            self.identity = identity
            self.egress = egress ?? mode.usualEgress
            self.roles = roles
            self.vaultRoles = vaultRoles
        }
    }
}

extension Environment.Cluster.Mode {
    /// By host name where the cluster can, by addresses where it has only Kubernetes' own policies.
    package var usualEgress: Environment.Cluster.Egress {
        switch self {
        case .standard: .addresses
        case .auto: .domainNames
        }
    }
}
