import Blueprint

/// The parts of a system by name, and who calls whom in both directions, so that a system of thousands of workloads is
/// written in time that grows with its edges. Workloads stand in it by their places in `System.workloads`.
struct SiteIndex: Sendable {
    let workloads: [String: Int]
    let authorizationServer: Int?
    let stores: [String: DeployedStore]
    let queues: [String: Queue]
    let externals: [String: External]
    /// What the environment says about single workloads.
    let digests: [String: String]
    let roles: [String: String]
    /// The workloads that each one calls, and by which each one is called: each once, in the order of the blueprint.
    let callees: [[Int]]
    let callers: [[Int]]
    /// The workloads that log in to each store, themselves or through a queue.
    let users: [String: [Int]]
    /// The workloads that the gateway sends requests to.
    let routed: Set<String>
    /// The workloads that the load balancer sends requests to itself, because it checks their tokens.
    let routedPastTheGateway: Set<String>
    let namespaces: [String]

    init(_ system: System, _ environment: Environment, lastNamespace: String) {
        let workloads = Self.byName(system.workloads.indices.lazy.map { (system.workloads[$0].name, $0) })
        let queues = Self.byName(system.queues.lazy.map { ($0.name, $0) })
        let endpoints = Self.byName(environment.endpoints.lazy.map { ($0.store, $0) })
        self.workloads = workloads
        self.queues = queues
        authorizationServer = system.workloads.firstIndex { $0.role == .authorizationServer }
        stores = Self.byName(system.stores.lazy.map { ($0.name, DeployedStore($0, at: endpoints[$0.name])) })
        externals = Self.byName(system.externals.lazy.map { ($0.name, $0) })
        digests = Self.byName(environment.digests.lazy.map { ($0.name, $0.value) })
        roles = Self.byName(environment.cluster.roles.lazy.map { ($0.name, $0.value) })
        var callees = [[Int]](repeating: [], count: system.workloads.count)
        var callers = callees
        var users: [String: [Int]] = [:]
        for number in system.workloads.indices {
            for edge in system.workloads[number].edges {
                switch edge.target {
                case .workload(let name):
                    guard let callee = workloads[name], callers[callee].last != number else { continue }
                    callees[number].append(callee)
                    callers[callee].append(number)
                case .store(let name):
                    if users[name]?.last != number { users[name, default: []].append(number) }
                case .queue(let name):
                    guard let store = queues[name]?.store, users[store]?.last != number else { continue }
                    users[store, default: []].append(number)
                case .external: continue
                }
            }
        }
        self.callees = callees
        self.callers = callers
        self.users = users
        let guarded = system.gateway.routes.lazy.filter { $0.access != .public }
        switch environment.waysIn.gateway {
        case .gatewayAPI:
            var routed = Set(system.gateway.routes.lazy.map(\.workload))
            // The gateway fetches the keys that it checks tokens with.
            if !guarded.isEmpty {
                routed.formUnion(system.workloads.lazy.filter { $0.role == .authorizationServer }.map(\.name))
            }
            self.routed = routed
            routedPastTheGateway = []
        case .ingress:
            routed = Set(system.gateway.routes.lazy.filter { $0.access == .public }.map(\.workload))
            routedPastTheGateway = Set(guarded.map(\.workload))
        }
        var namespaces = [system.gateway.namespace]
        var seen = Set(namespaces)
        for namespace in system.workloads.lazy.map(\.namespace) where seen.insert(namespace).inserted {
            namespaces.append(namespace)
        }
        if seen.insert(lastNamespace).inserted { namespaces.append(lastNamespace) }
        self.namespaces = namespaces
    }

    private static func byName<Part>(_ parts: some Sequence<(String, Part)>) -> [String: Part] {
        Dictionary(parts) { first, _ in first }
    }
}
