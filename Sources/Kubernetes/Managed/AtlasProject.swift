package import YAMLTree

/// A project of MongoDB Atlas, through its operator; reference: atlas.mongodb.com/v1 "AtlasProject".
package struct AtlasProject: ManifestKind {
    package static let apiVersion = "atlas.mongodb.com/v1"
    package static let kind = "AtlasProject"

    package var metadata: ObjectMeta
    /// Its name in Atlas.
    package var name: String
    /// The Secret with the API key of the organisation; the operator's own without.
    package var connectionSecret: NamedReference?

    package init(
        metadata: ObjectMeta, name: String, connectionSecret: NamedReference? = nil
    ) {
        self.metadata = metadata
        self.name = name
        self.connectionSecret = connectionSecret
    }

    package init(metadata: ObjectMeta, reading object: inout FieldReader) {
        self.metadata = metadata
        var spec = object.map("spec")
        name = spec.string("name")
        connectionSecret = spec.optional("connectionSecretRef") { NamedReference(reading: &$0) }
        object.finish(spec)
    }

    package var body: [YAML.Entry] {
        [
            .init(
                "spec",
                .object([
                    "name": .string(name),
                    "connectionSecretRef": connectionSecret?.yaml,
                ]))
        ]
    }
}
