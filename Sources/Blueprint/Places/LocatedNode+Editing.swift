import YAMLTree

// Copies of a tree with one thing changed. A path that leads nowhere changes nothing, except that `replacing` makes the
// maps that are missing on the way.

extension LocatedNode {
    func replacing(_ steps: [Place.Step], with value: Value) -> LocatedNode {
        guard let step = steps.first else { return LocatedNode(value, at: span) }
        let rest = Array(steps.dropFirst())
        var copy = self
        switch (step, self.value) {
        case (.item(let index), .list(var nodes)) where nodes.indices.contains(index):
            nodes[index] = nodes[index].replacing(rest, with: value)
            copy.value = .list(nodes)
        case (.key(let key), .map(var entries)):
            if let index = entries.firstIndex(where: { $0.key == key }) {
                entries[index].value = entries[index].value.replacing(rest, with: value)
            } else {
                let inner = LocatedNode(.map([]), at: span).replacing(rest, with: value)
                entries.append(Entry(key: key, keySpan: span, value: inner))
            }
            copy.value = .map(entries)
        case (.key(let key), .scalar(.null, _)):
            let inner = LocatedNode(.map([]), at: span).replacing(rest, with: value)
            copy.value = .map([Entry(key: key, keySpan: span, value: inner)])
        case (.item, _), (.key, _):
            break
        }
        return copy
    }

    /// Without the entry or the item at the end of the path.
    func removing(_ steps: [Place.Step]) -> LocatedNode {
        changing(steps) { _ in nil }
    }

    func renamingKey(_ steps: [Place.Step], to name: String) -> LocatedNode {
        changing(steps) { entry in Entry(key: name, keySpan: entry.keySpan, value: entry.value) }
    }

    private func changing(_ steps: [Place.Step], _ change: (Entry) -> Entry?) -> LocatedNode {
        guard let step = steps.first else { return self }
        let rest = Array(steps.dropFirst())
        var copy = self
        switch (step, value) {
        case (.item(let index), .list(var nodes)) where nodes.indices.contains(index):
            if rest.isEmpty {
                nodes.remove(at: index)
            } else {
                nodes[index] = nodes[index].changing(rest, change)
            }
            copy.value = .list(nodes)
        case (.key(let key), .map(let entries)):
            copy.value = .map(
                entries.compactMap { entry in
                    if entry.key != key { return entry }
                    if rest.isEmpty { return change(entry) }
                    return Entry(key: key, keySpan: entry.keySpan, value: entry.value.changing(rest, change))
                })
        case (.item, _), (.key, _):
            break
        }
        return copy
    }

    /// With another name for something declared, and the same name wherever it is meant.
    func renaming(_ old: String, in section: Blueprint.Section, to new: String) -> LocatedNode {
        let renamed = renamingKey([.key(section.rawValue), .key(old)], to: new)
        return section.references.reduce(renamed) { $0.renaming(old, to: new, along: $1[...]) }
    }

    private func renaming(_ old: String, to new: String, along pattern: ArraySlice<Reference>) -> LocatedNode {
        guard let step = pattern.first else { return self }
        let rest = pattern.dropFirst()
        var copy = self
        switch (step, value) {
        case (.text, .scalar(.string(old), _)):
            copy.value = .scalar(.string(new), source: new)
        case (.text, .list(let nodes)), (.each, .list(let nodes)):
            copy.value = .list(nodes.map { $0.renaming(old, to: new, along: step == .text ? pattern : rest) })
        case (.name, .map(let entries)):
            copy.value = .map(
                entries.map { $0.key == old ? Entry(key: new, keySpan: $0.keySpan, value: $0.value) : $0 })
        case (.each, .map(let entries)):
            copy.value = .map(
                entries.map { entry in
                    let inner = entry.value.renaming(old, to: new, along: rest)
                    return Entry(key: entry.key, keySpan: entry.keySpan, value: inner)
                })
        case (.key(let key), .map(let entries)):
            copy.value = .map(
                entries.map { entry in
                    if entry.key != key { return entry }
                    let inner = entry.value.renaming(old, to: new, along: rest)
                    return Entry(key: entry.key, keySpan: entry.keySpan, value: inner)
                })
        case (.text, _), (.name, _), (.each, _), (.key, _):
            break
        }
        return copy
    }
}

/// One step of the way to where a name is referred to.
enum Reference: Equatable, Sendable {
    case key(String)
    /// Every entry or item.
    case each
    /// A text, or each text of a list.
    case text
    /// The key of an entry.
    case name
}

extension Blueprint.Section {
    /// Where names of this section are referred to.
    fileprivate var references: [[Reference]] {
        let uses: [[Reference]] = ["services", "mcp", "workers"].map { [.key($0), .each, .key("uses"), .name] }
        return switch self {
        case .services:
            uses + [[.key("edge"), .key("gateway"), .key("routes"), .each, .key("to"), .text]]
                + [[.key("mcp"), .each, .key("of"), .text]]
        case .mcp, .externals: uses
        case .data:
            uses + [[.key("queues"), .each, .key("on"), .text]]
                + [[.key("environments"), .each, .key("data"), .name]]
        case .queues: uses + [[.key("workers"), .each, .key("consumes"), .text]]
        case .frontends: [[.key("services"), .each, .key("clients"), .name]]
        case .workers, .environments: []
        }
    }
}
