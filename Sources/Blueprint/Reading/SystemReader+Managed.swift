import Diagnostics
import YAMLTree

extension SystemReader {
    /// How controllers in the cluster look after a store; nil where they do not.
    mutating func managed(_ node: LocatedNode?, _ store: Store) -> ManagedStore? {
        guard let node else { return nil }
        for entry in node.entries where !store.managed.keys.contains(entry.key) {
            diagnostics.append(.managedKey(entry, store))
        }
        let subnets = texts(node["subnets"], .subnet)
        if store.managed != .atlas, Set(subnets).count < 2 {
            diagnostics.append(.managedSubnets(store, at: node["subnets"]?.span ?? node.span))
        }
        let least = halves(node["capacity"]?["min"]) ?? 1
        let most = halves(node["capacity"]?["max"]) ?? max(least, 16)
        if least > most, let place = node["capacity"]?.span {
            diagnostics.append(.capacityOrder(store, at: place))
        }
        return ManagedStore(
            subnets: subnets, securityGroups: texts(node["security-groups"], .securityGroup),
            size: node["size"]?.text(.size),
            nodes: node["nodes"]?.number(in: 1...7) ?? (store.managed == .atlas ? 3 : 2),
            capacity: least...max(least, most), version: node["version"]?.text(.version),
            vpcEndpoint: node["vpc-endpoint"]?.text(.vpcEndpoint), span: node.span)
    }

    private func halves(_ node: LocatedNode?) -> Int? {
        guard let text = node?.text(.capacity), let units = Double(text) else { return nil }
        return Int(units * 2)
    }
}

extension Store.Service {
    /// The keys of `manage` that mean something to it.
    fileprivate var keys: [String] {
        switch self {
        case .elasticache: ["subnets", "security-groups", "size", "nodes", "version"]
        case .aurora: ["subnets", "security-groups", "size", "nodes", "version", "capacity"]
        case .atlas: ["size", "nodes", "version", "vpc-endpoint"]
        }
    }
}
