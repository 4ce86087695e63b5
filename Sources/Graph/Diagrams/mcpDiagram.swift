import Blueprint

/// MCP servers, who speaks with them, and the data behind them.
func mcpDiagram(of system: System) -> Diagram {
    let servers = system.mcpServers
    let names = Set(servers.map(\.name))
    let clients = system.workloads.filter { workload in
        !names.contains(workload.name)
            && workload.edges.contains {
                if case .workload(let name) = $0.target { names.contains(name) } else { false }
            }
    }
    let agents = system.frontends.filter { $0.protocols.contains("mcp") }
    let stores = system.stores.filter { store in
        servers.contains { $0.edges.contains { $0.target == .store(store.name) } }
    }
    let owners = system.services.filter { service in
        !clients.contains { $0.name == service.name }
            && servers.contains { $0.edges.contains { $0.target == .workload(service.name) } }
    }
    let members = [
        Diagram.Group.ofNodes("mcp-clients", "MCP clients", agents.map(\.node) + clients.map(\.node)),
        Diagram.Group.ofNodes("mcp-servers", "MCP servers", servers.map(\.node)),
        Diagram.Group.ofNodes("backends", "Behind them", owners.map(\.node) + stores.map(\.node)),
    ]
    // The gateway leads an agent to the service that speaks with the most servers.
    func number(_ workload: Workload) -> Int {
        workload.edges.count { if case .workload(let name) = $0.target { names.contains(name) } else { false } }
    }
    let routed = clients.filter(system.isRouted)
    let hub = routed.first { client in routed.allSatisfy { number($0) <= number(client) } }
    let fromAgents = agents.compactMap { agent in hub.map { Diagram.Edge(agent.name, $0.name, "MCP") } }
    let edges = (clients + servers).flatMap { workload in
        workload.edges.compactMap { edge(from: workload, $0, names, system) }
    }
    .reduce(into: [Diagram.Edge]()) { edges, edge in
        // What two do to each other is one edge.
        let same = edges.firstIndex { $0.from == edge.to && $0.to == edge.from && $0.label == edge.label }
        if let same { edges[same].heads = .both } else { edges.append(edge) }
    }
    return Diagram(
        title: "\(system.name): MCP", direction: .right, members: members.compactMap { $0 }, edges: fromAgents + edges)
}

private func edge(from workload: Workload, _ edge: Edge, _ servers: Set<String>, _ system: System) -> Diagram.Edge? {
    let isServer = servers.contains(workload.name)
    switch edge.target {
    case .workload(let name) where edge.access.contains(.context):
        return Diagram.Edge(workload.name, name, "context", line: .dotted)
    case .workload(let name) where servers.contains(name): return Diagram.Edge(workload.name, name, "MCP")
    case .workload(let name): return isServer ? Diagram.Edge(workload.name, name, "HTTP") : nil
    case .store(let name):
        return isServer ? Diagram.Edge(workload.name, name, edge.access.map(\.rawValue).joined(separator: "/")) : nil
    case .queue, .external: return nil
    }
}
