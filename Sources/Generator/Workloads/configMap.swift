package import Blueprint
package import Kubernetes

extension Site {
    /// Every plain variable of the workload's container.
    func configMap(for workload: DeployedWorkload) -> ConfigMap {
        ConfigMap(metadata: metadata(workload), data: workload.variables)
    }

    /// What the container finds in its environment: its port, how long it may drain after it has been told to end, where
    /// its edges lead, and the blueprint's own settings, which replace what was derived under the same name.
    package func variables(of workload: Workload) -> [ObjectMeta.Pair] {
        var variables: [ObjectMeta.Pair] = []
        // A store has four, and most others have one or two.
        variables.reserveCapacity(4 + 4 * workload.edges.count + workload.environment.count)
        variables.append(.init("PORT", String(workload.port)))
        variables.append(.init("LOG_LEVEL", "info"))
        variables.append(.init("DRAIN_SECONDS", String(workload.shutdown.drain)))
        if index.authorizationServer != nil, workload.role.isCalled {
            variables.append(.init("OAUTH_ISSUER", issuer))
        }
        for edge in workload.edges { add(edge, from: workload, to: &variables) }
        for setting in system.settings(of: workload, in: environment) { variables.set(setting.name, setting.value) }
        return variables
    }

    /// Where one edge leads, under names that begin with the target's own.
    private func add(_ edge: Edge, from workload: Workload, to variables: inout [ObjectMeta.Pair]) {
        switch edge.target {
        case .store(let name):
            if let store = index.stores[name] { variables.set(store.variables) }
        case .queue(let name):
            guard let queue = queue(name) else { return }
            let prefix = queue.name.variableName
            variables.set(prefix + "_STREAM", stream(of: queue))
            if edge.access.contains(.consume) { variables.set(prefix + "_GROUP", workload.name) }
            if let store = index.stores[queue.store] { variables.set(store.variables) }
        case .workload(let name):
            if let callee = index.workloads[name], let url = url(of: system.workloads[callee]) {
                variables.set(name.variableName + "_URL", url)
            }
        case .external(let name):
            if let external = external(name) {
                variables.set(name.variableName + "_URL", "https://" + external.host)
            }
        }
    }
}

extension String {
    /// `content-db` as the beginning of a variable's name: `CONTENT_DB`.
    var variableName: String {
        let letters = uppercased().utf8.map { $0 == UInt8(ascii: "-") ? UInt8(ascii: "_") : $0 }
        return String(decoding: letters, as: UTF8.self)
    }
}

extension [ObjectMeta.Pair] {
    /// Adds pairs; one whose name is there already replaces the value and keeps the place.
    mutating func set(_ pairs: [ObjectMeta.Pair]) {
        for pair in pairs { set(pair.name, pair.value) }
    }

    mutating func set(_ name: String, _ value: String) {
        if let index = firstIndex(where: { $0.name == name }) {
            self[index].value = value
        } else {
            append(.init(name, value))
        }
    }
}
