package import Diagnostics
package import YAMLTree

/// A Secret that the External Secrets operator fills from a vault; reference: external-secrets.io/v1 "ExternalSecret".
package struct ExternalSecret: ManifestKind {
    package static let apiVersion = "external-secrets.io/v1"
    package static let kind = "ExternalSecret"

    package enum StoreKind: String, Sendable, CaseIterable {
        case secretStore = "SecretStore"
        case clusterSecretStore = "ClusterSecretStore"
    }

    package enum CreationPolicy: String, Sendable, CaseIterable {
        case owner = "Owner"
        case orphan = "Orphan"
        case merge = "Merge"
        case none = "None"
    }

    package var metadata: ObjectMeta
    /// `1h`.
    package var refreshInterval: String?
    package var storeName: String
    package var storeKind: StoreKind
    /// The Secret's name; the object's own where it is not said.
    package var targetName: String
    package var creationPolicy: CreationPolicy?
    /// Labels of the Secret.
    package var targetLabels: [ObjectMeta.Pair]
    package var data: [Datum]

    /// One key of the Secret and where its value comes from.
    package struct Datum: Equatable, Sendable {
        package var secretKey: String
        /// The name in the vault: `promptsales/production/openai-key`.
        package var remoteKey: String
        /// A member of the JSON object that the vault holds; nil for the whole value.
        package var property: String?
        @Position package var span: SourceSpan?

        package init(secretKey: String, remoteKey: String, property: String? = nil) {
            self.secretKey = secretKey
            self.remoteKey = remoteKey
            self.property = property
            self.span = nil
        }

        init(reading object: inout FieldReader) {
            secretKey = object.string("secretKey")
            (remoteKey, property) = object.required("remoteRef") { ($0.string("key"), $0.optionalString("property")) }
            span = object.span
        }

        var yaml: YAML {
            .object([
                "secretKey": .string(secretKey),
                "remoteRef": .object(["key": .string(remoteKey), "property": .optional(property)]),
            ])
        }
    }

    package init(
        metadata: ObjectMeta, refreshInterval: String? = nil, storeName: String, storeKind: StoreKind = .secretStore,
        targetName: String, creationPolicy: CreationPolicy? = nil, targetLabels: [ObjectMeta.Pair] = [], data: [Datum]
    ) {
        self.metadata = metadata
        self.refreshInterval = refreshInterval
        self.storeName = storeName
        self.storeKind = storeKind
        self.targetName = targetName
        self.creationPolicy = creationPolicy
        self.targetLabels = targetLabels
        self.data = data
    }

    package init(metadata: ObjectMeta, reading object: inout FieldReader) {
        self.metadata = metadata
        var spec = object.map("spec")
        refreshInterval = spec.optionalString("refreshInterval")
        (storeName, storeKind) = spec.required("secretStoreRef") {
            ($0.string("name"), $0.choice("kind") ?? .secretStore)
        }
        let target = spec.optional("target") { target in
            let labels = target.optional("template") { template in
                template.optional("metadata") { $0.pairs("labels") } ?? []
            }
            return (
                target.optionalString("name"), target.choice("creationPolicy", of: CreationPolicy.self), labels ?? []
            )
        }
        targetName = target?.0 ?? metadata.name
        creationPolicy = target?.1
        targetLabels = target?.2 ?? []
        data = spec.elements("data", Datum.init(reading:))
        object.finish(spec)
    }

    package var body: [YAML.Entry] {
        [
            .init(
                "spec",
                .object([
                    "refreshInterval": .optional(refreshInterval),
                    "secretStoreRef": .object(["name": .string(storeName), "kind": .string(storeKind.rawValue)]),
                    "target": .object([
                        "name": .string(targetName), "creationPolicy": .optional(creationPolicy?.rawValue),
                        "template": targetLabels.isEmpty
                            ? nil : .object(["metadata": .object(["labels": targetLabels.yaml])]),
                    ]),
                    "data": .parts(data.map(\.yaml)),
                ]))
        ]
    }
}
