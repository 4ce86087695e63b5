package import YAMLTree

/// Where a scaler's credentials come from; reference: keda.sh/v1alpha1 "TriggerAuthentication".
package struct TriggerAuthentication: ManifestKind {
    package static let apiVersion = "keda.sh/v1alpha1"
    package static let kind = "TriggerAuthentication"

    /// A setting of the scaler, from one key of a Secret.
    package struct SecretTarget: Equatable, Sendable {
        package var parameter: String
        /// The Secret's name.
        package var name: String
        package var key: String

        package init(parameter: String, name: String, key: String) {
            self.parameter = parameter
            self.name = name
            self.key = key
        }
    }

    package var metadata: ObjectMeta
    package var secrets: [SecretTarget]

    package init(metadata: ObjectMeta, secrets: [SecretTarget]) {
        self.metadata = metadata
        self.secrets = secrets
    }

    package init(metadata: ObjectMeta, reading object: inout FieldReader) {
        self.metadata = metadata
        secrets = object.required("spec") { spec in
            spec.elements("secretTargetRef") {
                SecretTarget(parameter: $0.string("parameter"), name: $0.string("name"), key: $0.string("key"))
            }
        }
    }

    package var body: [YAML.Entry] {
        let targets = secrets.map { target in
            YAML.object([
                "parameter": .string(target.parameter), "name": .string(target.name), "key": .string(target.key),
            ])
        }
        return [.init("spec", .object(["secretTargetRef": .parts(targets)]))]
    }
}
