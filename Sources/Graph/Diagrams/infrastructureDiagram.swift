import Blueprint

/// Where everything runs: people, the frontends' platform, the load balancer, the cluster with its namespaces, the
/// managed data. MCP servers have a diagram of their own and are left out of this one.
func infrastructureDiagram(of system: System) -> Diagram {
    let shown = system.services + system.workers
    var namespaces: [String] = []
    for name in [system.gateway.namespace] + shown.map(\.namespace) where !namespaces.contains(name) {
        namespaces.append(name)
    }
    let cluster = namespaces.map { namespace -> Diagram.Member in
        var nodes = shown.filter { $0.namespace == namespace }.map(\.node)
        if namespace == system.gateway.namespace {
            nodes.insert(Diagram.Node("gateway", "gateway\n\(system.gateway.className)"), at: 0)
        }
        return .group(Diagram.Group("namespace-\(namespace)", "Namespace \(namespace)", nodes.map(Diagram.Member.node)))
    }
    var cloud: [Diagram.Member] = [
        .node(Diagram.Node("alb", "alb\nload balancer, \(system.loadBalancer.scheme.rawValue)")),
        .group(Diagram.Group("cluster", "Kubernetes cluster (EKS)", cluster)),
    ]
    if let data = Diagram.Group.ofNodes("data", "Data", system.stores.map(\.node)) { cloud.append(data) }
    let people = Diagram.Node("people", "people\nand their browsers", .rounded)
    var members = [Diagram.Group.ofNodes("clients", "Clients", [people])]
    members.append(Diagram.Group.ofNodes("frontends", "Frontends (Vercel)", system.frontends.map(\.node)))
    members.append(.group(Diagram.Group("cloud", "Cloud (AWS)", cloud)))
    let ways =
        system.frontends.map { Diagram.Edge("people", $0.name, "HTTPS") }
        + (system.frontends.isEmpty
            ? [Diagram.Edge("people", "alb", "HTTPS")]
            : system.frontends.map { Diagram.Edge($0.name, "alb", "API calls") })
        + [Diagram.Edge("alb", "gateway")]
        + system.services.filter(system.isRouted).map { Diagram.Edge("gateway", $0.name) }
    return Diagram(
        title: "\(system.name): infrastructure", members: members.compactMap { $0 },
        edges: ways + storeEdges(system, shown) + jobs(system, calls: false))
}

/// Who keeps data where, itself or by way of a queue.
private func storeEdges(_ system: System, _ workloads: [Workload]) -> [Diagram.Edge] {
    workloads.flatMap { workload in
        var stores: [String] = []
        for edge in workload.edges {
            switch edge.target {
            case .store(let name) where !stores.contains(name): stores.append(name)
            case .queue(let name) where workload.role == .worker:
                guard let store = system.queues.first(where: { $0.name == name })?.store else { continue }
                if !stores.contains(store) { stores.append(store) }
            case .store, .queue, .workload, .external: continue
            }
        }
        return stores.map { Diagram.Edge(workload.role == .worker ? workload.workerID : workload.name, $0) }
    }
}
