package import YAMLTree

/// Which connections the pods of a namespace may make and take; API reference: "NetworkPolicy networking.k8s.io/v1".
package struct NetworkPolicy: ManifestKind {
    package static let apiVersion = "networking.k8s.io/v1"
    package static let kind = "NetworkPolicy"

    package var metadata: ObjectMeta
    package var spec: PolicySpec

    package init(metadata: ObjectMeta, spec: PolicySpec) {
        self.metadata = metadata
        self.spec = spec
    }

    package init(metadata: ObjectMeta, reading object: inout FieldReader) {
        self.metadata = metadata
        spec = object.required("spec") { PolicySpec(reading: &$0, domainNames: false) }
    }

    package var body: [YAML.Entry] { [YAML.Entry("spec", spec.yaml)] }
}
