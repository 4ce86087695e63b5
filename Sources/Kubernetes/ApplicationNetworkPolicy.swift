package import YAMLTree

/// A network policy of EKS Auto Mode, whose egress may also name hosts outside by domain;
/// https://docs.aws.amazon.com/eks/latest/userguide/auto-net-pol.html.
package struct ApplicationNetworkPolicy: ManifestKind {
    package static let apiVersion = "networking.k8s.aws/v1alpha1"
    package static let kind = "ApplicationNetworkPolicy"

    package var metadata: ObjectMeta
    package var spec: PolicySpec

    package init(metadata: ObjectMeta, spec: PolicySpec) {
        self.metadata = metadata
        self.spec = spec
    }

    package init(metadata: ObjectMeta, reading object: inout FieldReader) {
        self.metadata = metadata
        spec = object.required("spec") { PolicySpec(reading: &$0, domainNames: true) }
    }

    package var body: [YAML.Entry] { [YAML.Entry("spec", spec.yaml)] }
}
