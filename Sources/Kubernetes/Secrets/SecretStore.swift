package import YAMLTree

/// The vault of a namespace: AWS Secrets Manager, reached with the operator's own identity, which takes on `role` where
/// one is given, or as a service account of the namespace; reference: external-secrets.io/v1 "SecretStore".
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
    /// The service account whose own role is used instead.
    package var serviceAccount: String?

    package init(
        metadata: ObjectMeta, service: Service = .secretsManager, region: String, role: String? = nil,
        serviceAccount: String? = nil
    ) {
        self.metadata = metadata
        self.service = service
        self.region = region
        self.role = role
        self.serviceAccount = serviceAccount
    }

    package init(metadata: ObjectMeta, reading object: inout FieldReader) {
        self.metadata = metadata
        (service, region, role, serviceAccount) = object.required("spec") { spec in
            spec.required("provider") { provider in
                provider.required("aws") { aws in
                    let account = aws.optional("auth") { auth in
                        auth.required("jwt") { jwt in
                            jwt.required("serviceAccountRef") { $0.string("name") }
                        }
                    }
                    return (
                        aws.choice("service") ?? .secretsManager, aws.string("region"), aws.optionalString("role"),
                        account
                    )
                }
            }
        }
    }

    package var body: [YAML.Entry] {
        let auth = serviceAccount.map { name in
            YAML.object(["jwt": .object(["serviceAccountRef": .object(["name": .string(name)])])])
        }
        let aws = YAML.object([
            "service": .string(service.rawValue), "region": .string(region), "role": .optional(role), "auth": auth,
        ])
        return [.init("spec", .object(["provider": .object(["aws": aws])]))]
    }
}
