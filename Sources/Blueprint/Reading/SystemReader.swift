import Diagnostics
import YAMLTree

/// Makes a `System` of a blueprint, recording what does not hold together.
///
/// Where something is missing or has the wrong form, the shape check has said so already; the reader then takes any
/// value and goes on, since the system of a faulty blueprint is thrown away.
struct SystemReader {
    let blueprint: Blueprint
    let folderContents: FolderContents
    var diagnostics: [Diagnostic] = []
    /// Whether a name leads nowhere, so that something declared may only seem idle.
    var hasUnknownNames = false

    init(blueprint: Blueprint, folderContents: @escaping FolderContents) {
        self.blueprint = blueprint
        self.folderContents = folderContents
    }

    var name: String { blueprint.root["system"]?.text ?? "" }
    var domain: String { blueprint.root["domain"]?.text(.host) ?? "" }

    mutating func system() -> System {
        checkNames()
        let stores = blueprint.declared(in: .data).map { store($0) }
        let queues = blueprint.declared(in: .queues).map { queue($0, stores) }
        let externals = blueprint.declared(in: .externals).map { external($0) }
        let services = blueprint.declared(in: .services).map { service($0) }
        let servers = blueprint.declared(in: .mcp).map { mcpServer($0) }
        let workers = blueprint.declared(in: .workers).map { worker($0) }
        let frontends = blueprint.declared(in: .frontends).map { frontend($0) }
        let loadBalancer = loadBalancer()
        let gateway = gateway()
        let workloads = services + servers + workers
        let environments = blueprint.declared(in: .environments).map {
            environment($0, stores, loadBalancer, workloads)
        }
        var system = System(
            name: name, frontends: frontends, loadBalancer: loadBalancer, gateway: gateway,
            workloads: workloads, stores: stores, queues: queues, externals: externals,
            environments: environments, domain: domain,
            drain: blueprint.root["shutdown"]?["drain"]?.seconds ?? Shutdown.usualDrain)
        system.clients = clients(of: system)
        system.delivery = delivery()
        system.extras = extras(of: blueprint.root)
        for (index, declaration) in blueprint.declared(in: .environments).enumerated() {
            system.environments[index].extras = extras(of: declaration.node)
        }
        checkHosts(of: system)
        checkDomains(of: system)
        checkCircles(of: system)
        checkUse(of: system)
        checkTokens(of: system)
        checkWaysIn(of: system)
        if environments.isEmpty, let span = blueprint.span(of: .environments) {
            diagnostics.append(.missingEnvironment(at: span))
        }
        return system
    }

    // MARK: - What several parts need

    /// The texts of a list, or of one item, that have the right form.
    func texts(_ node: LocatedNode?, _ format: Format) -> [String] {
        (node?.items ?? []).compactMap { $0.text(format) }
    }

    /// Host names with the domain in place: a name without a dot is a label below it.
    func hosts(_ node: LocatedNode?) -> [String] {
        texts(node, .hostOrLabel).map { $0.contains(".") ? $0 : "\($0).\(domain)" }
    }

    func settings(_ node: LocatedNode?) -> [Workload.Setting] {
        (node?["environment"]?.entries ?? []).compactMap { entry in
            entry.value.source.map { Workload.Setting(name: entry.key, value: $0) }
        }
    }

    /// `uses` and the like: a name that must be declared in `section`.
    mutating func resolve(_ node: LocatedNode?, in section: Blueprint.Section, by user: String) -> String? {
        guard let node, let name = node.text(.label) else { return nil }
        if blueprint.declaration(name, in: section) != nil { return name }
        diagnostics.append(.unknownName(name, in: section, by: user, at: node.span, blueprint: blueprint))
        hasUnknownNames = true
        return nil
    }

    // MARK: - Names

    /// One name stands for one thing, except that a worker may bear the name of a queue.
    private mutating func checkNames() {
        var first: [String: Blueprint.Declaration] = [:]
        for declaration in blueprint.declarations where declaration.section != .environments {
            if let way = ["gateway", "alb"].first(where: { $0 == declaration.name }) {
                diagnostics.append(.reservedName(declaration, way))
            } else if let other = first[declaration.name] {
                let sections: Set = [other.section, declaration.section]
                if sections != [.workers, .queues] { diagnostics.append(.duplicateName(declaration, first: other)) }
            } else {
                first[declaration.name] = declaration
            }
        }
    }

    // MARK: - Files

    /// A path to a file, where there is one.
    mutating func file(_ node: LocatedNode?, of user: String) -> String? {
        guard let node, let path = node.text(.file) else { return nil }
        let (folder, name) = split(path)
        let names = folderContents(folder) ?? []
        if !names.contains(name) {
            let near = nearest(to: name, in: names).map { folder.isEmpty ? $0 : "\(folder)/\($0)" }
            diagnostics.append(.missingFile(path, of: user, at: node.span, near: near))
        }
        return path
    }

    /// A path to a folder that holds SQL files.
    mutating func migrations(_ node: LocatedNode?, of user: String) -> String? {
        guard let node, let path = node.text(.file) else { return nil }
        if let names = folderContents(path) {
            if !names.contains(where: { $0.hasSuffix(".sql") }) {
                diagnostics.append(.emptyMigrations(path, of: user, at: node.span))
            }
        } else {
            let (folder, name) = split(path)
            let near = nearest(to: name, in: folderContents(folder) ?? []).map {
                folder.isEmpty ? $0 : "\(folder)/\($0)"
            }
            diagnostics.append(.missingFile(path, of: user, at: node.span, near: near))
        }
        return path
    }

    private func split(_ path: String) -> (folder: String, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return ("", path) }
        return (String(path[..<slash]), String(path[path.index(after: slash)...]))
    }
}
