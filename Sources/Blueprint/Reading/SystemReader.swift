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

    /// What the whole system says of itself.
    let name: String
    let domain: String
    let drain: Int

    init(blueprint: Blueprint, folderContents: @escaping FolderContents) {
        self.blueprint = blueprint
        self.folderContents = folderContents
        name = blueprint.root["system"]?.text ?? ""
        domain = blueprint.root["domain"]?.text(.host) ?? ""
        drain = blueprint.root["shutdown"]?["drain"]?.seconds ?? Shutdown.usualDrain
    }

    mutating func system() -> System {
        checkNames()
        let stores = blueprint.declared(in: .data).map { store($0) }
        let queues = blueprint.declared(in: .queues).map { queue($0, stores) }
        let externals = blueprint.declared(in: .externals).map { external($0) }
        let workloads = workloads()
        let frontends = blueprint.declared(in: .frontends).map { frontend($0) }
        let loadBalancer = loadBalancer()
        let gateway = gateway()
        let environments = blueprint.declared(in: .environments).map {
            environment($0, stores, loadBalancer, workloads)
        }
        var system = System(
            name: name, frontends: frontends, loadBalancer: loadBalancer, gateway: gateway,
            workloads: workloads, stores: stores, queues: queues, externals: externals,
            environments: environments, domain: domain, drain: drain)
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
    mutating func resolve(
        _ node: LocatedNode?, in section: Blueprint.Section, by user: Blueprint.Declaration
    ) -> String? {
        guard let node, let name = node.text(.label) else { return nil }
        if blueprint.declares(name, in: section) { return name }
        diagnostics.append(.unknownName(name, in: section, by: user.title, at: node.span, blueprint: blueprint))
        hasUnknownNames = true
        return nil
    }

    // MARK: - Names

    /// One name stands for one thing, except that a worker may bear the name of a queue.
    private mutating func checkNames() {
        for (index, declaration) in blueprint.declarations.enumerated() where declaration.section != .environments {
            if namesOfWaysIn.contains(declaration.name) {
                diagnostics.append(.reservedName(declaration, declaration.name))
            } else if let first = blueprint.sharedNames[declaration.name]?.first, first != index {
                let other = blueprint.declarations[first]
                let sections: Set = [other.section, declaration.section]
                if sections != [.workers, .queues] { diagnostics.append(.duplicateName(declaration, first: other)) }
            }
        }
    }

    // MARK: - Files

    /// A path to a file, where there is one.
    mutating func file(_ node: LocatedNode?, of user: Blueprint.Declaration) -> String? {
        guard let node, let path = node.text(.file) else { return nil }
        let (folder, name) = split(path)
        let names = folderContents(folder) ?? []
        if !names.contains(name) {
            let near = nearest(to: name, in: names).map { folder.isEmpty ? $0 : "\(folder)/\($0)" }
            diagnostics.append(.missingFile(path, of: user.title, at: node.span, near: near))
        }
        return path
    }

    /// A path to a folder that holds SQL files.
    mutating func migrations(_ node: LocatedNode?, of user: Blueprint.Declaration) -> String? {
        guard let node, let path = node.text(.file) else { return nil }
        if let names = folderContents(path) {
            if !names.contains(where: { $0.hasSuffix(".sql") }) {
                diagnostics.append(.emptyMigrations(path, of: user.title, at: node.span))
            }
        } else {
            let (folder, name) = split(path)
            let near = nearest(to: name, in: folderContents(folder) ?? []).map {
                folder.isEmpty ? $0 : "\(folder)/\($0)"
            }
            diagnostics.append(.missingFile(path, of: user.title, at: node.span, near: near))
        }
        return path
    }

    private func split(_ path: String) -> (folder: String, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return ("", path) }
        return (String(path[..<slash]), String(path[path.index(after: slash)...]))
    }
}

/// The ways in for callers from outside, whose names no declaration may bear.
let namesOfWaysIn = ["gateway", "alb"]
