import YAMLTree
import Diagnostics

extension SystemReader {
    mutating func store(_ declaration: Blueprint.Declaration) -> Store {
        let (name, node) = (declaration.name, declaration.node)
        let kind = node["kind"]?.choice(Store.Kind.self)
        let managed = node["managed"]?.choice(Store.Service.self)
        if let kind, let managed, managed != kind.usualService, let place = node["managed"]?.span {
            diagnostics.append(.managedMismatch(managed, kind, at: place))
        }
        if let kind, kind != .postgres, let place = node["migrations"]?.span {
            diagnostics.append(.migrationsWithoutSQL(kind, of: name, at: place))
        }
        let stem = name.hasSuffix("-db") && name.count > 3 ? String(name.dropLast(3)) : name
        return Store(
            name: name, kind: kind ?? .postgres, managed: managed ?? (kind ?? .postgres).usualService,
            database: node["database"]?.text(.word) ?? stem,
            migrations: migrations(node["migrations"], of: declaration), span: declaration.nameSpan)
    }

    mutating func queue(_ declaration: Blueprint.Declaration, _ stores: [Store]) -> Queue {
        var store = ""
        if let node = declaration.node["on"] {
            if let name = resolve(node, in: .data, by: declaration) {
                store = name
                if let kind = declaredKind(of: name), kind != .redis {
                    diagnostics.append(.queueOnWrongStore(declaration.name, name, kind, at: node.span))
                }
            }
        } else {
            let candidates = stores.filter { $0.kind == .redis }.map(\.name)
            if candidates.count == 1 {
                store = candidates[0]
            } else if stores.allSatisfy({ declaredKind(of: $0.name) != nil }) {
                diagnostics.append(.queueWithoutStore(declaration, candidates))
            }
        }
        return Queue(name: declaration.name, store: store, span: declaration.nameSpan)
    }

    /// The kind of a store; nil where the blueprint has none that exists, which is a mistake of its own.
    private func declaredKind(of store: String) -> Store.Kind? {
        blueprint.declaration(store, in: .data)?.node["kind"]?.choice()
    }

    func external(_ declaration: Blueprint.Declaration) -> External {
        let node = declaration.node
        return External(
            name: declaration.name, api: node["api"]?.text(.word) ?? declaration.name,
            host: node["host"]?.text(.host) ?? "", secret: node["secret"]?.text(.secret), span: declaration.nameSpan)
    }
}

extension Store.Kind {
    /// The cloud service that runs this kind of server.
    var usualService: Store.Service {
        switch self {
        case .redis: .elasticache
        case .postgres: .aurora
        case .mongo: .atlas
        }
    }
}
