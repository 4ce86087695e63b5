package import Blueprint
package import Kubernetes

extension Site {
    /// Every plain variable of the workload's container.
    package func configMap(for workload: Workload) -> ConfigMap {
        ConfigMap(metadata: metadata(workload), data: variables(of: workload))
    }

    /// What the container finds in its environment: its port, how long it may drain after it has been told to end, where
    /// its edges lead, and the blueprint's own settings, which replace what was derived under the same name.
    package func variables(of workload: Workload) -> [ObjectMeta.Pair] {
        var variables: [ObjectMeta.Pair] = [
            .init("PORT", String(workload.port)), .init("LOG_LEVEL", "info"),
            .init("DRAIN_SECONDS", String(workload.shutdown.drain)),
        ]
        if authorizationServer != nil, workload.role.isCalled {
            variables.append(.init("OAUTH_ISSUER", system.issuer(in: environment)))
        }
        for edge in workload.edges { variables.set(self.variables(of: edge, from: workload)) }
        variables.set(system.settings(of: workload, in: environment).map { .init($0.name, $0.value) })
        return variables
    }

    /// Where one edge leads, under names that begin with the target's own.
    private func variables(of edge: Edge, from workload: Workload) -> [ObjectMeta.Pair] {
        switch edge.target {
        case .store(let name):
            return store(name).map(variables) ?? []
        case .queue(let name):
            guard let queue = queue(name) else { return [] }
            let prefix = queue.name.variableName
            var variables: [ObjectMeta.Pair] = [.init(prefix + "_STREAM", stream(of: queue))]
            if edge.access.contains(.consume) { variables.append(.init(prefix + "_GROUP", workload.name)) }
            return variables + (store(queue.store).map(self.variables) ?? [])
        case .workload(let name):
            return self.workload(name).flatMap(url).map { [.init(name.variableName + "_URL", $0)] } ?? []
        case .external(let name):
            return external(name).map { [.init(name.variableName + "_URL", "https://" + $0.host)] } ?? []
        }
    }

    private func variables(of store: Store) -> [ObjectMeta.Pair] {
        guard let endpoint = endpoint(of: store.name) else { return [] }
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

extension String {
    /// `content-db` as the beginning of a variable's name: `CONTENT_DB`.
    var variableName: String { String(uppercased().map { $0 == "-" ? "_" : $0 }) }
}

extension [ObjectMeta.Pair] {
    /// Adds pairs; one whose name is there already replaces the value and keeps the place.
    mutating func set(_ pairs: [ObjectMeta.Pair]) {
        for pair in pairs {
            if let index = firstIndex(where: { $0.name == pair.name }) {
                self[index] = pair
            } else {
                append(pair)
            }
        }
    }
}
