package import YAMLTree

/// Plain settings of a workload; API reference: "ConfigMap v1 core".
package struct ConfigMap: ManifestKind {
    package static let apiVersion = "v1"
    package static let kind = "ConfigMap"

    package var metadata: ObjectMeta
    package var data: [ObjectMeta.Pair]

    package init(metadata: ObjectMeta, data: [ObjectMeta.Pair]) {
        self.metadata = metadata
        self.data = data
    }

    package init(metadata: ObjectMeta, reading object: inout FieldReader) {
        self.metadata = metadata
        data = object.pairs("data")
    }

    package var body: [YAML.Entry] {
        data.yaml.map { [YAML.Entry("data", $0)] } ?? []
    }
}
