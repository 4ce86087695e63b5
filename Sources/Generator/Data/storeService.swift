package import Blueprint
package import Kubernetes

extension Site {
    /// A managed store's name in the cluster: an alias of the host where it answers. Workloads use the host itself, so
    /// that the names in its certificate stay valid. Nil where the environment does not have the store.
    package func service(for store: Store) -> Service? {
        guard let endpoint = endpoint(of: store.name) else { return nil }
        var annotations: [ObjectMeta.Pair] = [
            .init("orrery.dev/database", store.database), .init("orrery.dev/managed", store.managed.rawValue),
        ]
        if let migrations = store.migrations { annotations.append(.init("orrery.dev/migrations", migrations)) }
        annotations.append(.init("orrery.dev/subnet", endpoint.subnet))
        return Service(
            metadata: ObjectMeta(
                name: store.name, namespace: Self.dataNamespace,
                labels: labels(name: store.name, component: store.kind.rawValue), annotations: annotations),
            type: .externalName, externalName: endpoint.host,
            ports: [.init(name: store.kind.rawValue, port: endpoint.port, appProtocol: store.kind.rawValue)])
    }
}
