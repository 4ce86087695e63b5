package import YAMLTree

/// Who a pod is to the cluster and, through Pod Identity, to AWS; API reference: "ServiceAccount v1 core".
package struct ServiceAccount: ManifestKind {
    package static let apiVersion = "v1"
    package static let kind = "ServiceAccount"

    package var metadata: ObjectMeta
    /// Whether pods get a token for the API server; nil means yes.
    package var automountServiceAccountToken: Bool?

    package init(metadata: ObjectMeta, automountServiceAccountToken: Bool?) {
        self.metadata = metadata
        self.automountServiceAccountToken = automountServiceAccountToken
    }

    package init(metadata: ObjectMeta, reading object: inout FieldReader) {
        self.metadata = metadata
        automountServiceAccountToken = object.optionalBool("automountServiceAccountToken")
    }

    package var body: [YAML.Entry] {
        automountServiceAccountToken.map { [.init("automountServiceAccountToken", .bool($0))] } ?? []
    }
}
