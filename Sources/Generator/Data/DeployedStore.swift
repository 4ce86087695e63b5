import Blueprint
import Kubernetes

/// A store in one environment, with what all workloads that reach it are given alike.
final class DeployedStore: Sendable {
    let name: String
    /// Nil where the environment does not have the store.
    let endpoint: Environment.Endpoint?
    /// Where it answers, under names that begin with its own.
    let variables: [ObjectMeta.Pair]
    /// What lets pods reach it.
    let egress: PolicySpec.Rule?

    init(_ store: Store, at endpoint: Environment.Endpoint?) {
        name = store.name
        self.endpoint = endpoint
        variables = endpoint.map { Self.variables(of: store, at: $0) } ?? []
        egress = endpoint.map { endpoint in
            .init(peers: [.init(ipBlock: .init(cidr: endpoint.subnet))], ports: [.init(.int(endpoint.port))])
        }
    }

    private static func variables(of store: Store, at endpoint: Environment.Endpoint) -> [ObjectMeta.Pair] {
        let prefix = store.name.variableName
        let address: [ObjectMeta.Pair] = [
            .init(prefix + "_HOST", endpoint.host), .init(prefix + "_PORT", String(endpoint.port)),
            .init(prefix + "_TLS", "true"),
        ]
        return switch store.kind {
        case .redis: address
        case .postgres, .mongo: address + [.init(prefix + "_DATABASE", store.database)]
        }
    }
}
