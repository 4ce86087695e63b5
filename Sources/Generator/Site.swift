package import Blueprint
import Kubernetes

/// A system in one of its environments: what every emitter starts from. A reference, because it is handed to all of them.
package final class Site: Sendable {
    package let system: System
    package let environment: Environment
    let index: SiteIndex
    /// The hosts of the load balancer in this environment.
    package let hosts: [String]
    /// `https://api.dev.promptsales.com`: who gives out the tokens that the gateway accepts.
    let issuer: String
    /// `promptsales/production/`: what the names of all secrets in the vault begin with.
    private let vaultFolder: String
    /// The labels of every object that the system has once.
    private let sharedLabels: [ObjectMeta.Pair]

    package init(_ system: System, in environment: Environment) {
        self.system = system
        self.environment = environment
        index = SiteIndex(system, environment, lastNamespace: Self.dataNamespace)
        hosts = system.loadBalancer.hosts.map { system.host($0, in: environment) }
        issuer = system.issuer(in: environment)
        vaultFolder = "\(system.name)/\(environment.name)/"
        sharedLabels = [
            .init("app.kubernetes.io/part-of", system.name), .init("app.kubernetes.io/managed-by", "orrery"),
        ]
    }
}

// MARK: - Names

extension Site {
    /// Where the managed stores have their names in the cluster.
    package static let dataNamespace = "data"
    /// The vault of each namespace.
    package static let secretStoreName = "vault"
    /// The Gateway, its Service, and the pods of its data plane.
    package static let gatewayName = "gateway"
    package static let gatewayPort = 8080
    /// Where every MCP server answers.
    static let mcpPath = GatewayDeclaration.mcpPath

    /// The namespaces of the gateway and the workloads, each once, in the order of the blueprint; then that of the data.
    package var namespaces: [String] { index.namespaces }

    package var authorizationServer: Workload? { index.authorizationServer.map { system.workloads[$0] } }

    package func workload(_ name: String) -> Workload? { index.workloads[name].map { system.workloads[$0] } }
    func queue(_ name: String) -> Queue? { index.queues[name] }
    func external(_ name: String) -> External? { index.externals[name] }
    func endpoint(of store: String) -> Environment.Endpoint? { index.stores[store]?.endpoint }

    /// Where other workloads reach `workload`: `http://content.services.svc.cluster.local`, with `/mcp` for an MCP
    /// server. Nil for a worker, which nobody calls.
    package func url(of workload: Workload) -> String? {
        let service = "http://\(workload.name).\(workload.namespace).svc.cluster.local"
        return switch workload.role {
        case .service, .authorizationServer: service
        case .mcpServer: service + Self.mcpPath
        case .worker: nil
        }
    }

    /// `promptsales/production/openai-key`: what a secret is called in the vault.
    func vaultKey(_ secret: String) -> String { vaultFolder + secret }

    /// The Redis stream of a queue: `promptsales:jobs`.
    func stream(of queue: Queue) -> String { "\(system.name):\(queue.name)" }
}

// MARK: - Labels

extension Site {
    /// What the pods of a workload are chosen by.
    func selectorLabels(_ workload: Workload) -> [ObjectMeta.Pair] { [.init("app.kubernetes.io/name", workload.name)] }

    func selector(_ workload: Workload) -> LabelSelector { LabelSelector(matchLabels: selectorLabels(workload)) }

    func labels(name: String, component: String) -> [ObjectMeta.Pair] {
        [
            .init("app.kubernetes.io/name", name), .init("app.kubernetes.io/part-of", system.name),
            .init("app.kubernetes.io/component", component), .init("app.kubernetes.io/managed-by", "orrery"),
        ]
    }

    func labels(_ workload: Workload) -> [ObjectMeta.Pair] {
        [
            .init("app.kubernetes.io/name", workload.name), .init("app.kubernetes.io/instance", workload.name),
            .init("app.kubernetes.io/part-of", system.name),
            .init("app.kubernetes.io/component", workload.role.component),
            .init("app.kubernetes.io/managed-by", "orrery"),
        ]
    }

    /// The metadata of an object of `workload`, called like it unless a name is given.
    func metadata(
        _ workload: DeployedWorkload, name: String? = nil, annotations: [ObjectMeta.Pair] = []
    ) -> ObjectMeta {
        ObjectMeta(
            name: name ?? workload.name, namespace: workload.namespace, labels: workload.labels,
            annotations: annotations)
    }

    /// The metadata of an object that the system has once in a namespace, or, without one, in the cluster.
    func sharedMetadata(
        _ name: String, namespace: String = "", component: String? = nil, annotations: [ObjectMeta.Pair] = []
    ) -> ObjectMeta {
        var labels = sharedLabels
        if let component { labels.insert(.init("app.kubernetes.io/component", component), at: 1) }
        return ObjectMeta(name: name, namespace: namespace, labels: labels, annotations: annotations)
    }
}

extension Workload.Role {
    /// The value of `app.kubernetes.io/component`.
    var component: String {
        switch self {
        case .service: "service"
        case .authorizationServer: "authorization-server"
        case .mcpServer: "mcp-server"
        case .worker: "worker"
        }
    }

    /// Whether others call it, so that it has a Service.
    var isCalled: Bool { self != .worker }
}
