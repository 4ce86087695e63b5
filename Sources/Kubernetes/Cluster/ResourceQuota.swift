package import YAMLTree

/// What a namespace may use in total; API reference: "ResourceQuota v1 core".
package struct ResourceQuota: ManifestKind {
    package static let apiVersion = "v1"
    package static let kind = "ResourceQuota"

    package var metadata: ObjectMeta
    /// Quantities by resource name: `services.nodeports: "0"`.
    package var hard: [ObjectMeta.Pair]

    package init(metadata: ObjectMeta, hard: [ObjectMeta.Pair]) {
        self.metadata = metadata
        self.hard = hard
    }

    package init(metadata: ObjectMeta, reading object: inout FieldReader) {
        self.metadata = metadata
        hard = object.required("spec") { $0.quantities("hard") }
    }

    package var body: [YAML.Entry] { [.init("spec", .object(["hard": hard.yaml]))] }
}
