package import YAMLTree

/// The way from a VPC to a project of Atlas that does not cross the internet; reference: atlas.mongodb.com/v1
/// "AtlasPrivateEndpoint".
package struct AtlasPrivateEndpoint: ManifestKind {
    package static let apiVersion = "atlas.mongodb.com/v1"
    package static let kind = "AtlasPrivateEndpoint"

    package var metadata: ObjectMeta
    /// The AtlasProject object's name.
    package var project: NamedReference
    package var provider: Provider
    /// `US_EAST_1`.
    package var region: String
    /// The VPC's endpoints; none before the first exists.
    package var endpoints: [Endpoint]

    package enum Provider: String, Sendable, CaseIterable {
        case aws = "AWS"
        case gcp = "GCP"
        case azure = "AZURE"
    }

    /// `vpce-0123456789abcdef0`.
    package struct Endpoint: Hashable, Sendable {
        package var id: String

        package init(id: String) { self.id = id }

        init(reading object: inout FieldReader) { id = object.string("id") }

        var yaml: YAML { .object(["id": .string(id)]) }
    }

    package init(
        metadata: ObjectMeta, project: NamedReference, provider: Provider, region: String, endpoints: [Endpoint] = []
    ) {
        self.metadata = metadata
        self.project = project
        self.provider = provider
        self.region = region
        self.endpoints = endpoints
    }

    package init(metadata: ObjectMeta, reading object: inout FieldReader) {
        self.metadata = metadata
        var spec = object.map("spec")
        project = spec.required("projectRef") { NamedReference(reading: &$0) }
        provider = spec.choice("provider") ?? .aws
        region = spec.string("region")
        endpoints = spec.elements("awsConfiguration") { Endpoint(reading: &$0) }
        object.finish(spec)
    }

    package var body: [YAML.Entry] {
        [
            .init(
                "spec",
                .object([
                    "projectRef": project.yaml,
                    "provider": .string(provider.rawValue),
                    "region": .string(region),
                    "awsConfiguration": .parts(endpoints.map(\.yaml)),
                ]))
        ]
    }
}
