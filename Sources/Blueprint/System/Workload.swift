package import Diagnostics

/// Something that runs in a container of its own in the cluster.
package struct Workload: Equatable, Sendable {
    package enum Role: Equatable, Sendable {
        case service
        /// An OAuth 2 authorization server; a service that the gateway's token checks name as issuer.
        case authorizationServer
        /// An MCP server; `of` names the service whose data it opens to agents.
        case mcpServer(of: String?)
        /// Takes jobs from queues and has no port that anybody calls.
        case worker
    }

    /// A DNS label: `content`.
    package var name: String
    package var role: Role
    /// Without tag: `promptsales/content`.
    package var image: String
    /// The path of the OpenAPI or MCP contract, relative to the blueprint's folder.
    package var contract: String?
    /// The container's port; 8080 where the blueprint is silent. A worker's port serves its probes only.
    package var port: Int
    /// `services` or `workers` where the blueprint is silent.
    package var namespace: String
    package var scale: Scale
    package var resources: Resources
    package var probes: Probes
    package var shutdown: Shutdown
    /// Plain settings, name to value, in the order of the blueprint.
    package var environment: [Setting]
    /// Secrets that belong to the workload itself, not to an edge: `portal-session-key`.
    package var secrets: [String]
    package var edges: [Edge]
    package var span: SourceSpan

    package struct Setting: Equatable, Sendable {
        package var name: String
        package var value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// How many replicas, and what adds more.
    package struct Scale: Equatable, Sendable {
        package enum Trigger: Equatable, Sendable {
            /// Percent of the requested CPU.
            case cpu(Int)
            /// Unacknowledged entries of the queue, for each replica.
            case lag(Int)
        }

        package var minimum: Int
        package var maximum: Int
        package var trigger: Trigger

        package init(minimum: Int, maximum: Int, trigger: Trigger) {
            self.minimum = minimum
            self.maximum = maximum
            self.trigger = trigger
        }
    }

    /// Kubernetes quantities: `100m`, `256Mi`.
    package struct Resources: Equatable, Sendable {
        package var cpuRequest, cpuLimit, memoryRequest, memoryLimit: String

        package init(cpuRequest: String, cpuLimit: String, memoryRequest: String, memoryLimit: String) {
            self.cpuRequest = cpuRequest
            self.cpuLimit = cpuLimit
            self.memoryRequest = memoryRequest
            self.memoryLimit = memoryLimit
        }
    }

    /// HTTP paths on the container's port: `/readyz`, `/livez`.
    package struct Probes: Equatable, Sendable {
        package var readiness, liveness: String

        package init(readiness: String, liveness: String) {
            self.readiness = readiness
            self.liveness = liveness
        }
    }

    package init(
        name: String, role: Role, image: String, contract: String? = nil, port: Int = 8080, namespace: String,
        scale: Scale, resources: Resources, probes: Probes, shutdown: Shutdown? = nil, environment: [Setting] = [],
        secrets: [String] = [], edges: [Edge] = [], span: SourceSpan
    ) {
        self.name = name
        self.role = role
        self.image = image
        self.contract = contract
        self.port = port
        self.namespace = namespace
        self.scale = scale
        self.resources = resources
        self.probes = probes
        self.shutdown = shutdown ?? Shutdown(drain: Shutdown.usualDrain, isCalled: role != .worker)
        self.environment = environment
        self.secrets = secrets
        self.edges = edges
        self.span = span
    }
}

/// One declared dependency of a workload.
package struct Edge: Equatable, Sendable {
    package enum Access: String, Sendable, CaseIterable {
        case read, write, call, publish, consume, mcp, context
    }

    package enum Target: Hashable, Sendable {
        case workload(String)
        case store(String)
        case queue(String)
        case external(String)
    }

    package var target: Target
    package var access: [Access]
    package var span: SourceSpan

    package init(target: Target, access: [Access], span: SourceSpan) {
        self.target = target
        self.access = access
        self.span = span
    }

    /// The name of what is called.
    package var targetName: String {
        switch target {
        case .workload(let name), .store(let name), .queue(let name), .external(let name): name
        }
    }
}
