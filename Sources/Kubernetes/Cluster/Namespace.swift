package import YAMLTree

/// A part of the cluster with its own policies; API reference: "Namespace v1 core".
package struct Namespace: ManifestKind {
    package static let apiVersion = "v1"
    package static let kind = "Namespace"

    package var metadata: ObjectMeta

    package init(metadata: ObjectMeta) { self.metadata = metadata }

    package init(metadata: ObjectMeta, reading object: inout FieldReader) { self.metadata = metadata }

    package var body: [YAML.Entry] { [] }

    /// Its labels as policies see them: the API server adds the name.
    package var labels: [ObjectMeta.Pair] {
        let name = "kubernetes.io/metadata.name"
        return metadata.labels[name] == nil ? metadata.labels + [.init(name, metadata.name)] : metadata.labels
    }
}
