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
    }

    package let root: LocatedNode
    /// In the order of the sections, then of the file.
    package let declarations: [Declaration]
    /// By name: a name is looked up for each use of it.
    private let byName: [String: [Declaration]]

    init(root: LocatedNode) {
        self.root = root
        let declarations = Section.allCases.flatMap { section in
            (root[section.rawValue]?.entries ?? []).map { entry in
                Declaration(section: section, name: entry.key, nameSpan: entry.keySpan, node: entry.value)
            }
        }
        self.declarations = declarations
        byName = Dictionary(grouping: declarations, by: \.name)
    }

    func declared(in section: Section) -> [Declaration] { declarations.filter { $0.section == section } }

    func names(in section: Section) -> [String] { declared(in: section).map(\.name) }

    func declaration(_ name: String, in section: Section) -> Declaration? {
        byName[name]?.first { $0.section == section }
    }

    /// Everything of a name, in the order of the sections; environments have names of their own.
    func declarations(named name: String) -> [Declaration] {
        (byName[name] ?? []).filter { $0.section != .environments }
    }

    /// Where the key of a section stands; nil where the blueprint has no such section.
    func span(of section: Section) -> SourceSpan? {
        root.entries.first { $0.key == section.rawValue }?.keySpan
    }
}
