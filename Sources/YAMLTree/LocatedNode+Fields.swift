package import Diagnostics

extension LocatedNode {
    /// The path of the first field or item on a line; nil where there is none.
    package func path(atLine line: Int) -> FieldPath? {
        switch value {
        case .scalar: return span.line == line ? FieldPath() : nil
        case .list(let nodes):
            for (index, node) in nodes.enumerated() {
                if let path = node.path(atLine: line) { return FieldPath([.item(index)] + path.steps) }
            }
        case .map(let entries):
            for entry in entries {
                if entry.keySpan.line == line { return FieldPath([.key(entry.key)]) }
                if let path = entry.value.path(atLine: line) { return FieldPath([.key(entry.key)] + path.steps) }
            }
        }
        return nil
    }

    /// Where a field's key or an item stands, and the value; nil where there is no such field.
    package func field(at path: FieldPath) -> (span: SourceSpan, value: LocatedNode)? {
        var (span, node) = (span, self)
        for step in path.steps {
            switch (step, node.value) {
            case (.key(let key), .map(let entries)):
                guard let entry = entries.first(where: { $0.key == key }) else { return nil }
                (span, node) = (entry.keySpan, entry.value)
            case (.item(let index), .list(let nodes)) where nodes.indices.contains(index):
                (span, node) = (nodes[index].span, nodes[index])
            case (.key, _), (.item, _): return nil
            }
        }
        return (span, node)
    }

    /// Where the value at a path stands; where there is none, the last key or item on the way to it. A key leads into a
    /// list to the item with that name.
    package func span(nearest path: [FieldPath.Step]) -> SourceSpan {
        var (place, node) = (span, self)
        for step in path {
            switch (step, node.value) {
            case (.key(let key), .map(let entries)):
                guard let entry = entries.first(where: { $0.key == key }) else { return place }
                (place, node) = (entry.keySpan, entry.value)
            case (.key(let key), .list(let nodes)):
                guard let item = nodes.first(where: { $0["name"]?.yaml == .string(key) }) else { return place }
                (place, node) = (item.span, item)
            case (.item(let index), .list(let nodes)) where nodes.indices.contains(index):
                (place, node) = (nodes[index].span, nodes[index])
            case (.key, .scalar), (.item, _): return place
            }
        }
        if case .scalar = node.value { return node.span }
        return place
    }

    /// The path of the value, item or key that stands exactly at a place; nil where there is none.
    package func path(at place: SourceSpan) -> FieldPath? {
        if span == place { return FieldPath() }
        switch value {
        case .scalar: return nil
        case .list(let nodes):
            for (index, node) in nodes.enumerated() {
                if let path = node.path(at: place) { return FieldPath([.item(index)] + path.steps) }
            }
        case .map(let entries):
            for entry in entries {
                if entry.keySpan == place { return FieldPath([.key(entry.key)]) }
                if let path = entry.value.path(at: place) { return FieldPath([.key(entry.key)] + path.steps) }
            }
        }
        return nil
    }

    /// Where every key below stands, at any depth.
    package var keySpans: [SourceSpan] {
        switch value {
        case .scalar: []
        case .list(let nodes): nodes.flatMap(\.keySpans)
        case .map(let entries): entries.flatMap { [$0.keySpan] + $0.value.keySpans }
        }
    }
}
