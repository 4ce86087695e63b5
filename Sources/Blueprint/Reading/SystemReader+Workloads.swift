import Diagnostics
import YAMLTree

extension SystemReader {
    /// Services, MCP servers and workers.
    mutating func workloads() -> [Workload] {
        let services = blueprint.declared(in: .services)
        let servers = blueprint.declared(in: .mcp)
        let workers = blueprint.declared(in: .workers)
        var workloads: [Workload] = []
        workloads.reserveCapacity(services.count + servers.count + workers.count)
        for declaration in services { workloads.append(service(declaration)) }
        for declaration in servers { workloads.append(mcpServer(declaration)) }
        for declaration in workers { workloads.append(worker(declaration)) }
        return workloads
    }

    private mutating func service(_ declaration: Blueprint.Declaration) -> Workload {
        let role = declaration.node["role"]?.text
        let isAuthorizationServer = role == "oauth"
        // Another word is a mistake of its own.
        if role == nil || role == "service", let clients = declaration.node["clients"] {
            diagnostics.append(.clientsWithoutOAuth(declaration.name, at: clients.span))
        }
        return workload(declaration, isAuthorizationServer ? .authorizationServer : .service)
    }

    private mutating func mcpServer(_ declaration: Blueprint.Declaration) -> Workload {
        let owner = resolve(declaration.node["of"], in: .services, by: declaration)
        return workload(declaration, .mcpServer(of: owner))
    }

    private mutating func worker(_ declaration: Blueprint.Declaration) -> Workload {
        var workload = workload(declaration, .worker)
        for item in declaration.node["consumes"]?.items ?? [] {
            if let queue = resolve(item, in: .queues, by: declaration) {
                workload.edges.append(Edge(target: .queue(queue), access: [.consume], span: item.span))
            }
        }
        return workload
    }

    private mutating func workload(_ declaration: Blueprint.Declaration, _ role: Workload.Role) -> Workload {
        let node = declaration.node
        return Workload(
            name: declaration.name, role: role,
            image: node["image"]?.text(.image) ?? "\(name)/\(declaration.name)",
            contract: file(node["contract"], of: declaration), port: node["port"]?.number(in: 1...65535) ?? 8080,
            namespace: node["namespace"]?.text(.label) ?? (role == .worker ? "workers" : "services"),
            scale: scale(node["scale"], of: declaration, isWorker: role == .worker),
            resources: resources(node["resources"], of: declaration),
            probes: Workload.Probes(
                readiness: node["probes"]?["ready"]?.text(.path) ?? "/readyz",
                liveness: node["probes"]?["live"]?.text(.path) ?? "/livez"),
            shutdown: shutdown(node, isWorker: role == .worker),
            environment: settings(node), secrets: texts(node["secrets"], .secret),
            edges: edges(of: declaration), span: declaration.nameSpan)
    }

    /// The workload's own setting, else the system's; a worker's job takes longer than a request.
    private func shutdown(_ node: LocatedNode, isWorker: Bool) -> Shutdown {
        let usual = isWorker ? max(drain, Shutdown.leastDrainOfWorkers) : drain
        return Shutdown(drain: node["shutdown"]?["drain"]?.seconds ?? usual, isCalled: !isWorker)
    }

    // MARK: - Size

    private mutating func scale(
        _ node: LocatedNode?, of user: Blueprint.Declaration, isWorker: Bool
    ) -> Workload.Scale {
        let minimum = node?["min"]?.number(in: 1...1000) ?? (isWorker ? 1 : 2)
        let maximum = node?["max"]?.number(in: 1...1000) ?? max(minimum, 4)
        if minimum > maximum, let place = (node?["min"] ?? node?["max"])?.span {
            diagnostics.append(.scaleOrder(minimum, maximum, of: user.title, at: place))
        }
        let trigger: Workload.Scale.Trigger =
            if isWorker {
                .lag(node?["lag"]?.number ?? 50)
            } else {
                .cpu(node?["cpu"]?.text(.percentage).flatMap { Int($0.dropLast()) } ?? 70)
            }
        return Workload.Scale(minimum: minimum, maximum: maximum, trigger: trigger)
    }

    private mutating func resources(_ node: LocatedNode?, of user: Blueprint.Declaration) -> Workload.Resources {
        let cpu = amount(node?["cpu"], "cpu", of: user, default: ("100m", "500m"))
        let memory = amount(node?["memory"], "memory", of: user, default: ("128Mi", "256Mi"))
        return Workload.Resources(
            cpuRequest: cpu.request, cpuLimit: cpu.limit, memoryRequest: memory.request, memoryLimit: memory.limit)
    }

    private mutating func amount(
        _ node: LocatedNode?, _ what: String, of user: Blueprint.Declaration,
        default usual: (request: String, limit: String)
    ) -> (request: String, limit: String) {
        guard let node else { return usual }
        if let both = node.text(.quantity) { return (both, both) }
        guard let request = node["request"]?.text(.quantity), let limit = node["limit"]?.text(.quantity) else {
            return usual
        }
        if let least = amount(of: request), let most = amount(of: limit), least > most {
            diagnostics.append(
                .requestAboveLimit(request, limit, what, of: user.title, at: node["request"]?.span ?? node.span))
        }
        return (request, limit)
    }

    /// A Kubernetes quantity as a number.
    private func amount(of quantity: String) -> Double? {
        let digits = quantity.prefix { $0.isNumber || $0 == "." }
        guard let number = Double(digits.hasPrefix(".") ? "0" + digits : digits),
            let factor = quantitySuffixes[String(quantity.dropFirst(digits.count))]
        else { return nil }
        return number * factor
    }

    // MARK: - Edges

    private mutating func edges(of declaration: Blueprint.Declaration) -> [Edge] {
        let uses = declaration.node["uses"]?.entries ?? []
        var edges: [Edge] = []
        edges.reserveCapacity(uses.count)
        for use in uses { if let edge = edge(use, of: declaration) { edges.append(edge) } }
        return edges
    }

    private mutating func edge(_ entry: LocatedNode.Entry, of user: Blueprint.Declaration) -> Edge? {
        guard let used = blueprint.declaration(named: entry.key, in: \.isUsable) else {
            hasUnknownNames = true
            if let other = blueprint.declaration(named: entry.key, in: { $0 != .environments }) {
                diagnostics.append(.noAddress(entry, "a \(other.section.noun)", user: user))
            } else if namesOfWaysIn.contains(entry.key) {
                diagnostics.append(.noAddress(entry, "the way in for callers from outside", user: user))
            } else {
                diagnostics.append(.unknownUse(entry, user: user, blueprint: blueprint))
            }
            return nil
        }
        if used.name == user.name, used.section == user.section {
            diagnostics.append(.usesItself(entry, user: user))
            return nil
        }
        let allowed = used.section.accesses
        var access: [Edge.Access] = []
        let items = entry.value.items
        for index in items.indices {
            guard let word = items[index].choice(Edge.Access.self), word != .consume else { continue }
            if allowed.contains(word) {
                if !access.contains(word) { access.append(word) }
            } else {
                diagnostics.append(.invalidAccess(word, to: used, allowed: allowed, at: items[index].span))
            }
        }
        if case .list(let items) = entry.value.value, items.isEmpty {
            diagnostics.append(.emptyAccess(entry, allowed: allowed))
        }
        return Edge(target: used.section.target(used.name), access: access, span: entry.keySpan)
    }
}

/// What a Kubernetes quantity may end with.
private let quantitySuffixes: [String: Double] = [
    "": 1, "m": 1e-3, "k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "P": 1e15,
    "Ki": 0x1p10, "Mi": 0x1p20, "Gi": 0x1p30, "Ti": 0x1p40, "Pi": 0x1p50,
]

extension Blueprint.Section {
    /// What one may do with an entry.
    fileprivate var accesses: [Edge.Access] {
        switch self {
        case .services, .externals: [.call]
        case .mcp: [.mcp, .context]
        case .data: [.read, .write]
        case .queues: [.publish]
        case .frontends, .workers, .environments: []
        }
    }

    fileprivate func target(_ name: String) -> Edge.Target {
        switch self {
        case .data: .store(name)
        case .queues: .queue(name)
        case .externals: .external(name)
        case .frontends, .services, .mcp, .workers, .environments: .workload(name)
        }
    }
}
