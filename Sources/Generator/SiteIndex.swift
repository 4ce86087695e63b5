import Blueprint

/// The parts of a system by name, and who calls whom in both directions, so that a system of thousands of workloads is
/// written in time that grows with its edges.
struct SiteIndex: Sendable {
    let workloads: [String: Workload]
    let authorizationServer: Workload?
    let stores: [String: Store]
    let queues: [String: Queue]
    let externals: [String: External]
    let endpoints: [String: Environment.Endpoint]
    /// What the environment says about single workloads.
    let digests: [String: String]
    let roles: [String: String]
    /// The workloads that each one calls, and by which each one is called: each once, in the order of the blueprint.
    let callees: [String: [Workload]]
    let callers: [String: [Workload]]
    /// The workloads that log in to each store, themselves or through a queue.
    let users: [String: [Workload]]
    /// The workloads that the gateway sends requests to.
    let routed: Set<String>
    /// The workloads that the load balancer sends requests to itself, because it checks their tokens.
    let routedPastTheGateway: Set<String>
    let namespaces: [String]

    init(_ system: System, _ environment: Environment, lastNamespace: String) {
        workloads = Self.byName(system.workloads, \.name)
        authorizationServer = system.workloads.first { $0.role == .authorizationServer }
        stores = Self.byName(system.stores, \.name)
        queues = Self.byName(system.queues, \.name)
        externals = Self.byName(system.externals, \.name)
        endpoints = Self.byName(environment.endpoints, \.store)
        digests = Self.byName(environment.digests, \.name).mapValues(\.value)
        roles = Self.byName(environment.cluster.roles, \.name).mapValues(\.value)
        var callees: [String: [Workload]] = [:]
        var callers: [String: [Workload]] = [:]
        for workload in system.workloads {
            var seen: Set<String> = []
            for edge in workload.edges {
                guard case .workload(let name) = edge.target, let callee = workloads[name], seen.insert(name).inserted
                else { continue }
                callees[workload.name, default: []].append(callee)
                callers[name, default: []].append(workload)
            }
        }
        var users: [String: [Workload]] = [:]
        for workload in system.workloads {
            var seen: Set<String> = []
            for edge in workload.edges {
                guard let store = Self.store(of: edge, queues), stores[store] != nil, seen.insert(store).inserted else {
                    continue
                }
                users[store, default: []].append(workload)
            }
        }
        self.users = users
        self.callees = callees
        self.callers = callers
        let guarded = system.gateway.routes.filter { $0.access != .public }
        switch environment.waysIn.gateway {
        case .gatewayAPI:
            var routed = Set(system.gateway.routes.map(\.workload))
            // The gateway fetches the keys that it checks tokens with.
            if !guarded.isEmpty {
                routed.formUnion(system.workloads.filter { $0.role == .authorizationServer }.map(\.name))
            }
            self.routed = routed
            routedPastTheGateway = []
        case .ingress:
            routed = Set(system.gateway.routes.filter { $0.access == .public }.map(\.workload))
            routedPastTheGateway = Set(guarded.map(\.workload))
        }
        var seen: Set<String> = []
        namespaces = ([system.gateway.namespace] + system.workloads.map(\.namespace) + [lastNamespace]).filter {
            seen.insert($0).inserted
        }
    }

    /// The store that an edge leads to, itself or through a queue.
    private static func store(of edge: Edge, _ queues: [String: Queue]) -> String? {
        switch edge.target {
        case .store(let name): name
        case .queue(let name): queues[name]?.store
        case .workload, .external: nil
        }
    }

    private static func byName<Part>(_ parts: [Part], _ name: (Part) -> String) -> [String: Part] {
        Dictionary(parts.map { (name($0), $0) }) { first, _ in first }
    }
}
