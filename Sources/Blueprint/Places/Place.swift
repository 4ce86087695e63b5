package import Diagnostics
package import YAMLTree

/// One thing that a blueprint says or could say: a value, a name, or a key that is not written.
///
/// `everyPlace(in:)` lists them all, in the order of the file. `altered(_:at:)` makes blueprints that differ from the
/// given one in that place alone, so that whoever wants to know what a place does can read those and look at what comes
/// out. Both follow the language, so a new key is a place at once.
package struct Place: Sendable {
    package enum Kind: Equatable, Sendable {
        /// A scalar; `text` as it is written.
        case value(text: String)
        /// A name that the author gave, or that refers to one: the key of an entry.
        case name
        /// A key that is not written; `fallback` says what holds instead.
        case unwritten(fallback: String)
    }

    /// One step down the tree.
    enum Step: Hashable, Sendable {
        case key(String)
        case item(Int)
    }

    package var kind: Kind
    /// Where it is written; for a key that is not, the name of what it would belong to.
    package var span: SourceSpan
    var steps: [Step]
    var shape: Shape

    /// `services.content.scale.max`, `edge.gateway.routes[2].path`.
    package var path: String {
        steps.reduce(into: "") { path, step in
            switch step {
            case .key(let key): path += (path.isEmpty ? "" : ".") + key
            case .item(let index): path += "[\(index)]"
            }
        }
    }

    /// Whether it is written.
    package var isWritten: Bool {
        switch kind {
        case .value, .name: true
        case .unwritten: false
        }
    }
}

/// Every place of a blueprint, in the order of the file; keys that are not written follow those beside which they would
/// stand.
package func everyPlace(in root: LocatedNode) -> [Place] {
    var walk = PlaceWalk()
    walk.visit(.fields(blueprintLanguage), root, [], owner: root.span)
    return walk.places
}

private struct PlaceWalk {
    var places: [Place] = []

    /// `owner` is where the nearest name above stands.
    mutating func visit(_ shape: Shape, _ node: LocatedNode, _ steps: [Place.Step], owner: SourceSpan) {
        switch shape {
        case .text, .choice, .number, .flag, .setting:
            guard let text = node.source else { return }
            places.append(Place(kind: .value(text: text), span: node.span, steps: steps, shape: shape))
        case .list(let item), .oneOrMore(let item):
            guard case .list(let nodes) = node.value else { return visit(item, node, steps, owner: owner) }
            for (index, node) in nodes.enumerated() { visit(item, node, steps + [.item(index)], owner: node.span) }
        case .named(_, _, let inner):
            for entry in node.entries {
                let steps = steps + [.key(entry.key)]
                places.append(Place(kind: .name, span: entry.keySpan, steps: steps, shape: shape))
                visit(inner, entry.value, steps, owner: entry.keySpan)
            }
        case .map(let keys, let other):
            if case .map = node.value {
                visit(keys, node, steps, owner: owner)
            } else {
                visit(other, node, steps, owner: owner)
            }
        case .fields(let keys):
            visit(keys, node, steps, owner: owner)
        case .anything:
            visitAnything(node, steps)
        }
    }

    private mutating func visit(_ keys: [Key], _ node: LocatedNode, _ steps: [Place.Step], owner: SourceSpan) {
        for entry in node.entries {
            guard let key = keys.first(where: { $0.name == entry.key }) else { continue }
            visit(key.shape, entry.value, steps + [.key(key.name)], owner: entry.keySpan)
        }
        for key in keys where !key.isRequired && node[key.name] == nil {
            addUnwritten(key, steps + [.key(key.name)], owner: owner)
        }
    }

    /// Maps of the author's own names are left out: nothing can hold in place of one.
    private mutating func addUnwritten(_ key: Key, _ steps: [Place.Step], owner: SourceSpan) {
        switch key.shape {
        case .named, .list, .anything:
            return
        case .fields(let inner):
            for key in inner { addUnwritten(key, steps + [.key(key.name)], owner: owner) }
        case .text, .choice, .number, .flag, .setting, .oneOrMore, .map:
            let place = Place(
                kind: .unwritten(fallback: key.fallback ?? ""), span: owner, steps: steps, shape: key.shape)
            places.append(place)
        }
    }

    /// Every scalar below a place where anything may stand.
    private mutating func visitAnything(_ node: LocatedNode, _ steps: [Place.Step]) {
        switch node.value {
        case .scalar(_, let source):
            places.append(Place(kind: .value(text: source), span: node.span, steps: steps, shape: .anything))
        case .list(let nodes):
            for (index, node) in nodes.enumerated() { visitAnything(node, steps + [.item(index)]) }
        case .map(let entries):
            for entry in entries { visitAnything(entry.value, steps + [.key(entry.key)]) }
        }
    }
}
