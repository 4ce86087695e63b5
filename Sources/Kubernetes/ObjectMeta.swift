package import Diagnostics
package import YAMLTree

/// What every object carries: its name, and what is said about it.
package struct ObjectMeta: Equatable, Sendable {
    package var name: String
    /// Empty for an object of the whole cluster.
    package var namespace: String
    /// Names and values in the order in which they are written.
    package var labels: [Pair]
    package var annotations: [Pair]
    /// Where the object stands in the file it was read from; nil for one that was made. Not part of equality.
    package var span: SourceSpan?

    /// A label, an annotation, or another string by name.
    package struct Pair: Hashable, Sendable {
        package var name: String
        package var value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    package init(
        name: String, namespace: String = "", labels: [Pair] = [], annotations: [Pair] = [], span: SourceSpan? = nil
    ) {
        self.name = name
        self.namespace = namespace
        self.labels = labels
        self.annotations = annotations
        self.span = span
    }

    package static func == (lhs: ObjectMeta, rhs: ObjectMeta) -> Bool {
        lhs.name == rhs.name && lhs.namespace == rhs.namespace && lhs.labels == rhs.labels
            && lhs.annotations == rhs.annotations
    }

    package var yaml: YAML {
        .object([
            "name": .string(name), "namespace": namespace.isEmpty ? nil : .string(namespace),
            "labels": labels.yaml, "annotations": annotations.yaml,
        ])
    }
}

extension [ObjectMeta.Pair] {
    /// The value of the pair called `name`.
    package subscript(name: String) -> String? { first { $0.name == name }?.value }

    /// A map; nil when there is nothing in it.
    package var yaml: YAML? {
        isEmpty ? nil : .map(map { YAML.Entry($0.name, .string($0.value)) })
    }
}
