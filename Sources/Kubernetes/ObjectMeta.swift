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
    /// When the object was made, in RFC 3339; nil for one that was never in a cluster.
    package var creationTimestamp: String?
    /// Where the object stands in the file it was read from; nil for one that was made.
    @Position package var span: SourceSpan?

    /// A label, an annotation, or another string by name.
    package struct Pair: Hashable, Sendable {
        package var name: String
        package var value: String
        @Position package var span: SourceSpan?

        package init(_ name: String, _ value: String, at span: SourceSpan? = nil) {
            self.name = name
            self.value = value
            self.span = span
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

    /// Reads the map `metadata` of an object that stands at `span`.
    package init(reading object: inout FieldReader, at span: SourceSpan) {
        name = object.string("name")
        namespace = object.optionalString("namespace") ?? ""
        labels = object.pairs("labels")
        annotations = object.pairs("annotations")
        creationTimestamp = object.optionalString("creationTimestamp")
        self.span = span
    }

    package var yaml: YAML {
        .object([
            "name": .string(name), "namespace": namespace.isEmpty ? nil : .string(namespace),
            "labels": labels.yaml, "annotations": annotations.yaml,
            "creationTimestamp": creationTimestamp.map(YAML.string),
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
