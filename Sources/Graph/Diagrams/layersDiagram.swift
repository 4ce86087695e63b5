import Blueprint

/// Frontends, the services they reach through the gateway, how services speak with each other, and the vendors.
func layersDiagram(of system: System) -> Diagram {
    let services = system.services.filter { $0.role != .authorizationServer }
    let inside = [
        Diagram.Group.ofNodes("frontends", "Frontends", system.frontends.map(\.node)),
        Diagram.Group.ofNodes("services", "Services", services.map(\.node)),
        Diagram.Group.ofNodes("workers", "Workers", system.workers.map(\.node)),
    ]
    var members: [Diagram.Member] = [.group(Diagram.Group("system", system.name, inside.compactMap { $0 }))]
    if let vendors = Diagram.Group.ofNodes("externals", "External services", system.externals.map(\.node)) {
        members.append(vendors)
    }
    let fromFrontends = system.frontends.flatMap { frontend in
        services.filter(system.isRouted).map { service in
            Diagram.Edge(frontend.name, service.name, frontend.protocols.map { $0.uppercased() }.joined(separator: "/"))
        }
    }
    return Diagram(
        title: "\(system.name): layers", members: members,
        edges: fromFrontends + conversations(system, services) + jobs(system) + vendorCalls(system, services))
}

/// Who speaks with whom, by MCP or by calls; two that speak with each other share an edge.
private func conversations(_ system: System, _ services: [Workload]) -> [Diagram.Edge] {
    var edges: [Diagram.Edge] = []
    for service in services {
        for edge in service.edges {
            guard case .workload(let name) = edge.target, let callee = system.workload(name) else { continue }
            var (target, label) = (callee.name, "HTTP")
            if case .mcpServer(let owner) = callee.role {
                guard let owner else { continue }
                (target, label) = (owner, "MCP")
            }
            guard target != service.name, services.contains(where: { $0.name == target }) else { continue }
            if edges.contains(where: { $0.from == service.name && $0.to == target && $0.label == label }) { continue }
            if let index = edges.firstIndex(where: { $0.from == target && $0.to == service.name && $0.label == label })
            {
                edges[index].heads = .both
            } else {
                edges.append(Diagram.Edge(service.name, target, label))
            }
        }
    }
    return edges
}

/// Jobs on their way to a worker, and what the worker then calls.
func jobs(_ system: System, calls: Bool = true) -> [Diagram.Edge] {
    system.workers.flatMap { worker -> [Diagram.Edge] in
        let queues = worker.edges.filter { $0.access.contains(.consume) }.map(\.target)
        let publishers = system.workloads.filter { workload in
            workload.edges.contains { queues.contains($0.target) && $0.access.contains(.publish) }
        }
        let published = publishers.map { workload in
            Diagram.Edge(workload.role == .worker ? workload.workerID : workload.name, worker.workerID, "async")
        }
        let called = worker.edges.compactMap { edge -> Diagram.Edge? in
            guard calls, case .workload(let name) = edge.target else { return nil }
            return Diagram.Edge(worker.workerID, name, "HTTP", line: .dotted)
        }
        return published + called
    }
}

private func vendorCalls(_ system: System, _ services: [Workload]) -> [Diagram.Edge] {
    (services + system.workers).flatMap { workload in
        workload.edges.compactMap { edge in
            guard case .external(let name) = edge.target else { return nil }
            return Diagram.Edge(workload.role == .worker ? workload.workerID : workload.name, name, "API")
        }
    }
}
