package import Blueprint

/// The three diagrams of a system, by the names that `orrery graph` knows them by.
package enum DiagramKind: String, Sendable, CaseIterable {
    case layers, infrastructure, mcp

    package func diagram(of system: System) -> Diagram {
        switch self {
        case .layers: layersDiagram(of: system)
        case .infrastructure: infrastructureDiagram(of: system)
        case .mcp: mcpDiagram(of: system)
        }
    }

    /// What it shows, for a heading.
    package var title: String {
        switch self {
        case .layers: "Layers"
        case .infrastructure: "Infrastructure"
        case .mcp: "MCP"
        }
    }

    /// One sentence about it.
    package var caption: String {
        switch self {
        case .layers: "Who works with whom: the frontends, the services, the vendors outside."
        case .infrastructure: "Where everything runs, and the way of a request from a person to the data."
        case .mcp: "Who speaks the Model Context Protocol with whom, and the data behind it."
        }
    }
}

// MARK: - What the diagrams share

extension System {
    func workload(_ name: String) -> Workload? { workloads.first { $0.name == name } }

    /// Services and the authorization server.
    var services: [Workload] {
        workloads.filter { workload in
            switch workload.role {
            case .service, .authorizationServer: true
            case .mcpServer, .worker: false
            }
        }
    }

    var mcpServers: [Workload] {
        workloads.filter { if case .mcpServer = $0.role { true } else { false } }
    }

    var workers: [Workload] { workloads.filter { $0.role == .worker } }

    /// Whether the gateway leads to a workload.
    func isRouted(_ workload: Workload) -> Bool { gateway.routes.contains { $0.workload == workload.name } }
}

extension Workload {
    var node: Diagram.Node {
        switch role {
        case .service: Diagram.Node(name, "\(name)\nservice")
        case .authorizationServer: Diagram.Node(name, "\(name)\nauthorization server, OAuth 2.0")
        case .mcpServer: Diagram.Node(name, "\(name)\nMCP server", .stadium)
        case .worker: Diagram.Node(workerID, "\(name)\nworker", .subroutine)
        }
    }

    /// A worker may bear the name of its queue.
    var workerID: String { "\(name)-worker" }
}

extension Store {
    var node: Diagram.Node { Diagram.Node(name, "\(name)\n\(kind.title), \(managed.title)", .cylinder) }
}

extension External {
    var node: Diagram.Node { Diagram.Node(name, "\(name)\n\(host)", .rounded) }
}

extension Frontend {
    var node: Diagram.Node { Diagram.Node(name, "\(name)\n\(framework)") }
}

extension Store.Kind {
    fileprivate var title: String {
        switch self {
        case .redis: "Redis"
        case .postgres: "PostgreSQL"
        case .mongo: "MongoDB"
        }
    }
}

extension Store.Service {
    fileprivate var title: String {
        switch self {
        case .elasticache: "ElastiCache"
        case .aurora: "Aurora"
        case .atlas: "Atlas"
        }
    }
}
