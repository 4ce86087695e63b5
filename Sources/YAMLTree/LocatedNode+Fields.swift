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

    /// Where every key below stands, at any depth.
    package var keySpans: [SourceSpan] {
        switch value {
        case .scalar: []
        case .list(let nodes): nodes.flatMap(\.keySpans)
        case .map(let entries): entries.flatMap { [$0.keySpan] + $0.value.keySpans }
        }
    }
}
