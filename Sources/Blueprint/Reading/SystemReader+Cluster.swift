import Diagnostics
import YAMLTree

extension SystemReader {
    /// The cluster of an environment, and what it cannot do.
    mutating func cluster(_ declaration: Blueprint.Declaration, _ workloads: [Workload]) -> Environment.Cluster {
        let node = declaration.node["cluster"]
        let mode: Environment.Cluster.Mode = node?["mode"]?.choice() ?? .standard
        let egress: Environment.Cluster.Egress? = node?["egress"]?.choice()
        if egress == .domainNames, mode == .standard, let place = node?["egress"]?.span {
            diagnostics.append(.egressNeedsAutoMode(environment: declaration.name, at: place))
        }
        checkWorkloads(node?["roles"], of: declaration, workloads)
        if let entries = node?["vault-roles"]?.entries {
            let namespaces = Set(workloads.map(\.namespace))
            for entry in entries where !namespaces.contains(entry.key) {
                diagnostics.append(
                    .unknownOwner(
                        entry, "namespace", of: "environment '\(declaration.name)'", known: namespaces.sorted()))
            }
        }
        return Environment.Cluster(
            name: node?["name"]?.text(.label) ?? "\(name)-\(declaration.name)", mode: mode,
            identity: node?["identity"]?.choice() ?? .podIdentity, egress: egress,
            roles: named(node?["roles"], .role), vaultRoles: named(node?["vault-roles"], .role))
    }

    /// What an environment says about single workloads is about workloads that exist.
    mutating func checkWorkloads(
        _ node: LocatedNode?, of environment: Blueprint.Declaration, _ workloads: [Workload]
    ) {
        guard let entries = node?.entries else { return }
        let names = Set(workloads.map(\.name))
        for entry in entries where !names.contains(entry.key) {
            diagnostics.append(
                .unknownOwner(entry, "workload", of: "environment '\(environment.name)'", known: names.sorted()))
        }
    }

    /// The texts of a map that have the right form, by their names.
    func named(_ node: LocatedNode?, _ format: Format) -> [Workload.Setting] {
        (node?.entries ?? []).compactMap { entry in
            entry.value.text(format).map { Workload.Setting(name: entry.key, value: $0) }
        }
    }
}
