package import Diagnostics

/// A value in a YAML file, with its place.
package struct LocatedNode: Equatable, Sendable {
    package enum Value: Equatable, Sendable {
        /// A scalar: what it means to a YAML 1.1 reader such as the Kubernetes API server, and how it was written.
        case scalar(YAML, source: String)
        case list([LocatedNode])
        case map([Entry])
    }

    package struct Entry: Equatable, Sendable {
        package var key: String
        package var keySpan: SourceSpan
        package var value: LocatedNode

        package init(key: String, keySpan: SourceSpan, value: LocatedNode) {
            self.key = key
            self.keySpan = keySpan
            self.value = value
        }
    }

    package var value: Value
    package var span: SourceSpan

    package init(_ value: Value, at span: SourceSpan) {
        self.value = value
        self.span = span
    }

    /// The same value without places.
    package var yaml: YAML {
        switch value {
        case .scalar(let scalar, _): scalar
        case .list(let nodes): .list(nodes.map(\.yaml))
        case .map(let entries): .map(entries.map { YAML.Entry($0.key, $0.value.yaml) })
        }
    }

    /// The value of `key` in a map; nil for anything else.
    package subscript(key: String) -> LocatedNode? {
        guard case .map(let entries) = value else { return nil }
        return entries.place(of: key).map { entries[$0].value }
    }

    /// What it is called in a message: `a string`, `a list`, `a map`.
    package var kindName: String {
        switch value {
        case .scalar(.null, _): "nothing"
        case .scalar(.bool, _): "a boolean"
        case .scalar(.int, _), .scalar(.double, _): "a number"
        case .scalar: "a string"
        case .list: "a list"
        case .map: "a map"
        }
    }
}

extension [LocatedNode.Entry] {
    /// Where the entry with a key stands.
    package func place(of key: String) -> Int? { indices.first { self[$0].key == key } }
}
