package import YAMLTree

/// The vault of a namespace: AWS Secrets Manager, reached with the operator's own identity or, where `role` is given,
/// with that role; reference: external-secrets.io/v1 "SecretStore".
package struct SecretStore: ManifestKind {
    package static let apiVersion = "external-secrets.io/v1"
    package static let kind = "SecretStore"

    package enum Service: String, Sendable, CaseIterable {
        case secretsManager = "SecretsManager"
        case parameterStore = "ParameterStore"
    }

    package var metadata: ObjectMeta
    package var service: Service
    package var region: String
    package var role: String?

    package init(metadata: ObjectMeta, service: Service = .secretsManager, region: String, role: String? = nil) {
        self.metadata = metadata
        self.service = service
        self.region = region
        self.role = role
    }

    package init(metadata: ObjectMeta, reading object: inout FieldReader) {
        self.metadata = metadata
        (service, region, role) = object.required("spec") { spec in
            spec.required("provider") { provider in
                provider.required("aws") {
                    ($0.choice("service") ?? .secretsManager, $0.string("region"), $0.optionalString("role"))
                }
            }
        }
    }

    package var body: [YAML.Entry] {
        let aws = YAML.object([
            "service": .string(service.rawValue), "region": .string(region), "role": .optional(role),
        ])
        return [.init("spec", .object(["provider": .object(["aws": aws])]))]
    }
}
