package import Diagnostics
package import YAMLTree

// From a YAML file to a checked `System`.
//
// `blueprintLanguage` says what a blueprint may hold. `readBlueprint` reads the text, checks its shape against the
// language, collects what is declared (`Blueprint`, raw and located), resolves every name, and fills in defaults. It
// never stops at the first mistake: each is a diagnostic with its place and the step that puts it right, and all of
// them come out of one run. Only a blueprint without errors becomes a `System`.
//
// `jsonSchema` and `blueprintReference` print the same language for editors and for `docs/blueprint.md`.

/// A blueprint as it is written: every declaration with its place, nothing resolved.
package struct Blueprint: Sendable {
    package enum Section: String, Sendable, CaseIterable {
        case frontends, services, mcp, workers, data, queues, externals, environments

        /// One entry of it.
        var noun: String {
            switch self {
            case .frontends: "frontend"
            case .services: "service"
            case .mcp: "MCP server"
            case .workers: "worker"
            case .data: "store"
            case .queues: "queue"
            case .externals: "external"
            case .environments: "environment"
            }
        }

        /// Whether an entry may stand under `uses`.
        var isUsable: Bool {
            switch self {
            case .services, .mcp, .data, .queues, .externals: true
            case .frontends, .workers, .environments: false
            }
        }
    }

    package struct Declaration: Sendable {
        package var section: Section
        package var name: String
        package var nameSpan: SourceSpan
        package var node: LocatedNode

        /// What it is called in a message: `service 'content'`.
        var title: String { "\(section.noun) '\(name)'" }
    }

    package let root: LocatedNode
    /// In the order of the sections, then of the file.
    package let declarations: [Declaration]
    /// Where the declarations of each section end.
    private let ends: [Int]
    /// Where a name stands first among the declarations: it is looked up for each use of it.
    private let firstPlaces: [String: Int]
    /// Where the names of several declarations stand, in their order.
    let sharedNames: [String: [Int]]

    init(root: LocatedNode) {
        self.root = root
        let maps = Section.allCases.map { section in root[section.rawValue]?.entries ?? [] }
        var declarations: [Declaration] = []
        declarations.reserveCapacity(maps.reduce(0) { $0 + $1.count })
        var ends: [Int] = []
        for (section, entries) in zip(Section.allCases, maps) {
            for entry in entries {
                declarations.append(
                    Declaration(section: section, name: entry.key, nameSpan: entry.keySpan, node: entry.value))
            }
            ends.append(declarations.count)
        }
        var firstPlaces: [String: Int] = [:]
        firstPlaces.reserveCapacity(declarations.count)
        var sharedNames: [String: [Int]] = [:]
        for index in declarations.indices {
            let name = declarations[index].name
            guard let first = firstPlaces.updateValue(index, forKey: name) else { continue }
            firstPlaces[name] = first
            sharedNames[name, default: [first]].append(index)
        }
        self.declarations = declarations
        self.ends = ends
        self.firstPlaces = firstPlaces
        self.sharedNames = sharedNames
    }

    func declared(in section: Section) -> ArraySlice<Declaration> {
        guard let index = Section.allCases.firstIndex(of: section) else { return [] }
        return declarations[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
    }

    func names(in section: Section) -> [String] { declared(in: section).map(\.name) }

    func declaration(_ name: String, in section: Section) -> Declaration? {
        declaration(named: name) { $0 == section }
    }

    func declares(_ name: String, in section: Section) -> Bool { place(of: name) { $0 == section } != nil }

    /// The first of a name whose section is one of those asked for, in the order of the sections.
    func declaration(named name: String, in isAskedFor: (Section) -> Bool) -> Declaration? {
        place(of: name, in: isAskedFor).map { declarations[$0] }
    }

    private func place(of name: String, in isAskedFor: (Section) -> Bool) -> Int? {
        guard let first = firstPlaces[name] else { return nil }
        if isAskedFor(declarations[first].section) { return first }
        return sharedNames[name]?.first { isAskedFor(declarations[$0].section) }
    }

    /// Where the key of a section stands; nil where the blueprint has no such section.
    func span(of section: Section) -> SourceSpan? {
        root.entries.first { $0.key == section.rawValue }?.keySpan
    }
}
