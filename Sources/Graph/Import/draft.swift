/// A draft from drawings that are taken together: a box that has the same name in two of them is one part.
func draft(from diagrams: [Diagram], system: String) -> Draft {
    var drafting = Drafting(system: system)
    for diagram in diagrams { drafting.addNodes(of: diagram) }
    drafting.nameParts()
    for diagram in diagrams { drafting.addEdges(of: diagram) }
    drafting.splitStores()
    drafting.settle()
    return drafting.draft
}

/// The steps from boxes to parts, and what they have to remember.
private struct Drafting {
    /// A box of any drawing; boxes of the same key are one.
    struct Box {
        var key: String
        var node: Diagram.Node
        var part: Part
    }

    var draft: Draft
    private var boxes: [Box] = []
    /// The key of each node of each drawing, by the drawing's title and the node's id.
    private var keys: [String: String] = [:]
    /// What a key has become: names in the blueprint, more than one for a box of several vendors.
    private var names: [String: [String]] = [:]
    private var taken: Set<String> = ["gateway", "alb"]
    private var waiting: [(from: Box, to: Box, edge: Diagram.Edge)] = []

    init(system: String) {
        draft = Draft()
        draft.system = system
    }

    // MARK: - Boxes

    mutating func addNodes(of diagram: Diagram) {
        for (node, groups) in diagram.nodes {
            var part = Part(node, in: groups)
            let key = key(node, part)
            keys[diagram.title + "\n" + node.id] = key
            if let index = boxes.firstIndex(where: { $0.key == key }) {
                // A drawing that says more of a part than another does is believed.
                if case .service = boxes[index].part { boxes[index].part = part }
                continue
            }
            // What speaks for a frontend is the frontend: 'Portal AI Agent' of 'Portal'.
            if part == .caller, let frontend = frontend(of: node) {
                keys[diagram.title + "\n" + node.id] = frontend
                if node.label.lowercased().contains("agent") { draft.agents.insert(frontend) }
                part = .frontend
                continue
            }
            boxes.append(Box(key: key, node: node, part: part))
        }
    }

    private func frontend(of node: Diagram.Node) -> String? {
        let words = Set(significantWords(node.label))
        return boxes.first { box in
            box.part == .frontend && significantWords(box.node.label).contains(where: words.contains)
        }?.key
    }

    /// What two boxes have in common that are the same part: the kind of part, and the words that are its own.
    private func key(_ node: Diagram.Node, _ part: Part) -> String {
        let words = significantWords(node.id).isEmpty ? significantWords(node.label) : significantWords(node.id)
        let stem = words.joined(separator: "-")
        switch part {
        case .frontend:
            // 'Next.js App (PromptSales Portal)' is 'PromptSales Portal (Web)'.
            let all = significantWords(node.label) + significantWords(node.id)
            if let same = boxes.first(where: { box in
                box.part == .frontend && significantWords(box.node.label).contains(where: all.contains)
            }) {
                return same.key
            }
            return "frontend " + stem
        case .loadBalancer: return "alb"
        case .gateway: return "gateway"
        case .service, .authorizationServer: return "service " + stem
        case .mcpServer: return "mcp " + stem
        case .worker: return "worker " + stem
        case .store: return "store " + (stem.isEmpty ? dnsLabel(node.id) : stem)
        case .externals: return "external " + dnsLabel(node.label)
        case .caller: return "caller " + dnsLabel(node.label)
        }
    }

    /// The words of a name that tell one part from another of its kind.
    private func significantWords(_ text: String) -> [String] {
        let generic: Set = [
            "service", "services", "svc", "system", "server", "servers", "app", "application", "api", "db", "database",
            "mcp", "panel", "panels", "worker", "workers", "the", "and", "ai", "agent", "web", "vercel", "next", "js",
            "nextjs", "nextapp", "frontend", "react", "site", "of",
        ]
        var separated = ""
        for character in text.replacing("_", with: " ") {
            if character.isUppercase, separated.last?.isLowercase ?? false { separated += " " }
            separated.append(character)
        }
        let words = separated.lowercased().split { !($0.isLetter || $0.isNumber) }.map(String.init)
        return words.filter { !generic.contains($0) && $0 != draft.system }
            .filter { !isSpelledOut($0, words) }
    }

    /// `prompt` and `sales` of `PromptSales`, where that is the system.
    private func isSpelledOut(_ word: String, _ words: [String]) -> Bool {
        guard draft.system.hasPrefix(word) || draft.system.hasSuffix(word) else { return false }
        return words.joined().contains(draft.system) && draft.system.contains(word)
    }

    // MARK: - Names

    mutating func nameParts() {
        for box in boxes {
            let stem = box.key.split(separator: " ").dropFirst().joined(separator: "-")
            let label = box.node.label.replacing("\n", with: " ")
            switch box.part {
            case .frontend:
                let name = unique(stem, "web")
                names[box.key] = [name]
                draft.frontends.append(.init(name: name, label: label))
                if draft.agents.remove(box.key) != nil { draft.agents.insert(name) }
            case .loadBalancer, .gateway: names[box.key] = []
            case .service, .authorizationServer:
                let name = unique(stem, "service")
                names[box.key] = [name]
                draft.services.append(.init(name: name, label: label))
                if box.part == .authorizationServer, draft.authorizationServer == nil {
                    draft.authorizationServer = name
                }
            case .mcpServer:
                let name = unique(stem + "-mcp", "mcp")
                names[box.key] = [name]
                draft.servers.append(.init(name: name, label: label))
            case .worker:
                let name = unique(stem, "jobs")
                names[box.key] = [name]
                draft.workers.append(.init(name: name, label: label))
            case .store(let guess):
                let words = (box.node.id + " " + label).lowercased().split { !($0.isLetter || $0.isNumber) }
                let isDatabase = guess.kind == nil || words.contains("db") || words.contains("database")
                let name = unique(isDatabase && !stem.hasSuffix("-db") ? stem + "-db" : stem, "db")
                names[box.key] = [name]
                draft.stores.append(
                    .init(
                        name: name, label: label, kind: guess.kind ?? "",
                        guess: guess.kind == nil ? "the drawing does not say which server it is" : nil))
            case .externals(let vendors):
                var own: [String] = []
                for vendor in vendors {
                    if draft.externals.contains(where: { $0.name == vendor.name }) {
                        own.append(vendor.name)
                        continue
                    }
                    let name = unique(vendor.name, "vendor")
                    draft.externals.append(.init(name: name, host: vendor.host, label: label))
                    own.append(name)
                }
                names[box.key] = own
                if own.isEmpty { draft.unplaced.append("the box '\(label)': it has no name that could be used") }
            case .caller:
                names[box.key] = []
                draft.notes.append("'\(label)' calls from outside; a blueprint declares no callers")
            }
        }
    }

    /// A name that nothing has yet.
    private mutating func unique(_ wanted: String, _ fallback: String) -> String {
        let stem = dnsLabel(wanted).isEmpty || dnsLabel(wanted) == "-mcp" ? fallback : dnsLabel(wanted)
        var name = stem
        var number = 2
        while !taken.insert(name).inserted {
            name = "\(stem)-\(number)"
            number += 1
        }
        return name
    }

    // MARK: - Edges

    mutating func addEdges(of diagram: Diagram) {
        for edge in diagram.edges {
            guard let from = box(edge.from, diagram), let to = box(edge.to, diagram) else {
                draft.unplaced.append("the arrow \(edge.from) -> \(edge.to): one of its ends is no box")
                continue
            }
            place(edge, from, to)
            if edge.heads == .both { place(edge, to, from) }
        }
    }

    private func box(_ id: String, _ diagram: Diagram) -> Box? {
        keys[diagram.title + "\n" + id].flatMap { key in boxes.first { $0.key == key } }
    }

    private mutating func place(_ edge: Diagram.Edge, _ from: Box, _ to: Box) {
        let label = (edge.label ?? "").lowercased()
        let target = names[to.key]?.first
        switch (from.part, to.part) {
        case (.caller, .frontend), (.caller, .loadBalancer), (.caller, .gateway), (.frontend, .loadBalancer),
            (.frontend, .gateway), (.loadBalancer, .gateway):
            break
        case (.gateway, .service), (.gateway, .authorizationServer), (.loadBalancer, .service),
            (.loadBalancer, .authorizationServer), (.caller, .service), (.caller, .authorizationServer):
            if let target, !draft.routed.contains(target) { draft.routed.append(target) }
        case (.frontend, .service), (.frontend, .authorizationServer):
            if let target, !draft.routed.contains(target) { draft.routed.append(target) }
            if label.contains("mcp"), let name = names[from.key]?.first { draft.agents.insert(name) }
        case (.frontend, .mcpServer), (.caller, .mcpServer), (.gateway, .mcpServer), (.loadBalancer, .mcpServer):
            guard let target else { return }
            if let name = names[from.key]?.first, from.part == .frontend { draft.agents.insert(name) }
            if !useFromHub(target) {
                lose(edge, from, to, "a route leads to a service; let one speak for the MCP servers")
            }
        case (.service, .service), (.authorizationServer, .service), (.service, .authorizationServer),
            (.authorizationServer, .authorizationServer):
            guard let target else { return }
            if label.contains("mcp") { waiting.append((from, to, edge)) } else { use(from, target, ["call"]) }
        case (.service, .mcpServer), (.authorizationServer, .mcpServer), (.worker, .mcpServer):
            if let target { use(from, target, ["mcp"]) }
        case (.mcpServer, .mcpServer):
            if let target { use(from, target, [label.contains("context") || edge.line == .dotted ? "context" : "mcp"]) }
        case (.mcpServer, .service), (.mcpServer, .authorizationServer), (.worker, .service),
            (.worker, .authorizationServer):
            if let target { use(from, target, ["call"]) }
        case (.service, .store), (.authorizationServer, .store), (.mcpServer, .store), (.worker, .store):
            if let target { use(from, target, access(label)) }
        case (.service, .worker), (.authorizationServer, .worker), (.mcpServer, .worker):
            if let target { use(from, target, ["publish"]) }
        case (.worker, .worker):
            guard let target, let name = names[from.key]?.first, name != target else { return }
            if jobs(of: target, leadTo: name) {
                lose(edge, from, to, "jobs would go round in a circle")
            } else {
                use(from, target, ["publish"])
            }
        case (.service, .externals), (.authorizationServer, .externals), (.mcpServer, .externals),
            (.worker, .externals):
            for name in names[to.key] ?? [] { use(from, name, ["call"]) }
        case (.frontend, .externals), (.frontend, .store), (.frontend, .worker), (.frontend, .frontend),
            (.frontend, .caller):
            lose(edge, from, to, "a frontend calls the gateway and nothing else")
        case (.store, _), (.externals, _):
            lose(edge, from, to, "a blueprint says who calls, and these are called")
        case (_, .frontend), (_, .caller), (_, .loadBalancer), (_, .gateway):
            lose(edge, from, to, "nothing in the cluster calls its own way in, or a person")
        case (.gateway, _), (.loadBalancer, _), (.caller, _):
            lose(edge, from, to, "a route leads to a service")
        }
    }

    private mutating func lose(_ edge: Diagram.Edge, _ from: Box, _ to: Box, _ reason: String) {
        let label = edge.label.map { " (\($0))" } ?? ""
        draft.unplaced.append(
            "the arrow '\(from.node.label)' -> '\(to.node.label)'\(label): \(reason)".replacing("\n", with: " "))
    }

    /// Whether a job of the worker `start` can end as one of `end`, by what workers publish so far.
    private func jobs(of start: String, leadTo end: String) -> Bool {
        var seen: Set<String> = []
        var next = [start]
        while let name = next.popLast() {
            if name == end { return true }
            guard seen.insert(name).inserted, let worker = draft.workers.first(where: { $0.name == name }) else {
                continue
            }
            next += worker.uses.filter { $0.access.contains("publish") }.map(\.name)
        }
        return false
    }

    private func access(_ label: String) -> [String] {
        let reads = label.contains("read") || label.contains("query")
        let writes = label.contains("write") || label.contains("publish")
        if reads, !writes { return ["read"] }
        return writes && !reads ? ["write"] : ["read", "write"]
    }

    private mutating func use(_ from: Box, _ target: String, _ access: [String]) {
        guard let name = names[from.key]?.first, name != target else { return }
        if let index = draft.services.firstIndex(where: { $0.name == name }) {
            draft.services[index].use(target, access)
        } else if let index = draft.servers.firstIndex(where: { $0.name == name }) {
            draft.servers[index].use(target, access)
        } else if let index = draft.workers.firstIndex(where: { $0.name == name }) {
            draft.workers[index].use(target, access)
        }
    }

    /// Agents come in by the gateway; the service that speaks for the MCP servers uses them.
    private mutating func useFromHub(_ server: String) -> Bool {
        guard
            let index = draft.services.firstIndex(where: { service in
                ["orchestrator", "mcp", "agent", "assistant"].contains { service.name.contains($0) }
            })
        else { return false }
        draft.services[index].use(server, ["mcp"])
        return true
    }

    // MARK: - What only shows in the whole

    /// Databases by name take the place of the servers that the same services use: 'Content DB' is in MongoDB, where the
    /// content service keeps its data.
    mutating func splitStores() {
        for (index, store) in draft.stores.enumerated() where store.kind.isEmpty {
            let stem = store.name.replacing(/-db$/, with: "")
            let owner = draft.services.firstIndex { $0.name == stem }
            let servers = draft.stores.filter { other in
                !other.kind.isEmpty && other.kind != "redis"
                    && (owner.map { draft.services[$0].uses.contains { $0.name == other.name } } ?? false)
            }
            guard let owner, let server = servers.first else {
                draft.stores[index].kind = "postgres"
                continue
            }
            draft.stores[index].kind = server.kind
            draft.stores[index].guess = "in \(server.label), where '\(draft.services[owner].name)' keeps its data"
            for (position, use) in draft.services[owner].uses.enumerated() where use.name == server.name {
                draft.services[owner].uses[position].name = store.name
            }
        }
        let used = Set((draft.services + draft.servers + draft.workers).flatMap(\.uses).map(\.name))
        for store in draft.stores where !used.contains(store.name) {
            draft.notes.append("'\(store.label)' became the databases in it, and is no store of its own")
        }
        draft.stores.removeAll { !used.contains($0.name) }
    }

    /// MCP between services goes to the other's MCP server; owners, routes and queues follow from the names.
    mutating func settle() {
        for server in draft.servers {
            let stem = server.name.replacing(/-mcp$/, with: "")
            if draft.services.contains(where: { $0.name == stem }) { draft.owners[server.name] = stem }
        }
        for (from, to, edge) in waiting {
            guard let name = names[to.key]?.first else { continue }
            if let server = draft.servers.first(where: { draft.owners[$0.name] == name }) {
                use(from, server.name, ["mcp"])
            } else {
                use(from, name, ["call"])
                draft.notes.append(
                    "'\(from.node.label)' speaks \(edge.label ?? "") with '\(to.node.label)', which has no MCP server: a call"
                        .replacing("\n", with: " "))
            }
        }
        if draft.routed.isEmpty {
            draft.routed = draft.services.map(\.name)
            if !draft.services.isEmpty { draft.notes.append("no arrow leads in, so every service has a route") }
        }
        if draft.services.isEmpty {
            draft.services.append(
                .init(name: unique("app", "app"), label: "no box was a service", guess: "there must be one"))
            draft.routed = draft.services.map(\.name)
        }
    }
}
