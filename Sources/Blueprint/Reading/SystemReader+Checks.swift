import Diagnostics
import YAMLTree

// What only shows in the whole system.

extension SystemReader {
    /// A host name leads to one place, and belongs to the domain.
    mutating func checkHosts(of system: System) {
        var nodes = blueprint.declared(in: .frontends).map { ("frontend '\($0.name)'", $0.node["hosts"]) }
        nodes.append(("the load balancer", blueprint.root["edge"]?["alb"]?["hosts"]))
        var first: [String: (owner: String, text: String?, span: SourceSpan)] = [:]
        for (owner, node) in nodes {
            for item in node?.items ?? [] {
                guard let host = hosts(item).first else { continue }
                if let other = first[host] {
                    // The same text twice in one list: the shape check has said so.
                    if other.owner != owner || other.text != item.text {
                        diagnostics.append(
                            .duplicateHost(host, owner, at: item.span, first: (other.owner, other.span)))
                    }
                    continue
                }
                first[host] = (owner, item.text, item.span)
                let isInside = host == domain || host.hasSuffix("." + domain)
                if !isInside, !domain.isEmpty, system.environments.contains(where: { $0.domain != nil }) {
                    diagnostics.append(.hostOutsideDomain(host, domain: domain, at: item.span))
                }
            }
        }
    }

    /// Each environment has host names of its own.
    mutating func checkDomains(of system: System) {
        var first: [String: Environment] = [:]
        for environment in system.environments {
            let name = environment.domain ?? domain
            if let other = first[name] {
                diagnostics.append(.sharedDomain(environment, first: other, domain: name))
            } else {
                first[name] = environment
            }
        }
    }

    /// Jobs must come to an end: a worker may not put work into a queue from which, over whatever workers, it comes
    /// back to it. Calls may go in circles; a request ends where a handler answers.
    mutating func checkCircles(of system: System) {
        let workers = system.workloads.filter { $0.role == .worker }
        var reported: Set<String> = []
        for worker in workers {
            guard let circle = circle(from: worker, workers), reported.isDisjoint(with: circle) else { continue }
            reported.formUnion(circle)
            let publishes = worker.edges.first { $0.access.contains(.publish) }
            diagnostics.append(.jobCircle(circle, at: publishes?.span ?? worker.span))
        }
    }

    /// The names along the way from a worker back to itself: worker, queue, worker, queue, worker.
    private func circle(from start: Workload, _ workers: [Workload]) -> [String]? {
        var ways: [(worker: Workload, names: [String])] = [(start, [start.name])]
        var seen: Set<String> = []
        while !ways.isEmpty {
            let (worker, names) = ways.removeFirst()
            for edge in worker.edges where edge.access.contains(.publish) {
                for next in workers
                where next.edges.contains(where: { $0.target == edge.target && $0.access == [.consume] }) {
                    let way = names + [edge.targetName, next.name]
                    if next.name == start.name { return way }
                    if seen.insert(next.name).inserted { ways.append((next, way)) }
                }
            }
        }
        return nil
    }

    /// Warns of what is declared and stands idle, unless a mistyped name may mean it.
    mutating func checkUse(of system: System) {
        if hasUnknownNames { return }
        // The store of a queue is used by it.
        var stores = Set(system.queues.map(\.store))
        var (externals, queues, consumed): (Set<String>, Set<String>, Set<String>) = ([], [], [])
        for edge in system.workloads.lazy.flatMap(\.edges) {
            switch edge.target {
            case .workload: break
            case .store(let name): stores.insert(name)
            case .external(let name): externals.insert(name)
            case .queue(let name):
                queues.insert(name)
                if edge.access.contains(.consume) { consumed.insert(name) }
            }
        }
        for store in system.stores {
            if !stores.contains(store.name) {
                diagnostics.append(.unused("store", store.name, at: store.span))
            }
        }
        for external in system.externals where !externals.contains(external.name) {
            diagnostics.append(.unused("external", external.name, at: external.span))
        }
        for queue in system.queues {
            if !queues.contains(queue.name) {
                diagnostics.append(.unused("queue", queue.name, at: queue.span))
            } else if !consumed.contains(queue.name) {
                diagnostics.append(.queueWithoutWorker(queue))
            }
        }
    }

    /// Tokens come from one authorization server, and there is one where a route asks for tokens.
    mutating func checkTokens(of system: System) {
        let servers = blueprint.declared(in: .services).filter { $0.node["role"]?.text == "oauth" }
        if let first = servers.first {
            for other in servers.dropFirst() { diagnostics.append(.severalAuthorizationServers(other, first: first)) }
        } else if let route = system.gateway.routes.first(where: { $0.access != .public }), !mayMeanOAuth {
            diagnostics.append(.missingAuthorizationServer(route))
        }
    }

    /// Whether a service has clients or an unknown role: what is wrong with its role has been said there.
    private var mayMeanOAuth: Bool {
        blueprint.declared(in: .services).contains { service in
            let role = service.node["role"]?.text
            return service.node["clients"] != nil || (role != nil && role != "service")
        }
    }
}
