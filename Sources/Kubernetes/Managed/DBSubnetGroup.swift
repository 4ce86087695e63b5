package import YAMLTree

/// The subnets that a managed database lies in, through the AWS controller for RDS; reference:
/// rds.services.k8s.aws/v1alpha1 "DBSubnetGroup".
package struct DBSubnetGroup: ManifestKind {
    package static let apiVersion = "rds.services.k8s.aws/v1alpha1"
    package static let kind = "DBSubnetGroup"

    package var metadata: ObjectMeta
    /// Its name in AWS.
    package var name: String
    package var description: String
    package var subnetIDs: [String]
    package var tags: [KeyValue]

    package init(
        metadata: ObjectMeta, name: String, description: String, subnetIDs: [String] = [], tags: [KeyValue] = []
    ) {
        self.metadata = metadata
        self.name = name
        self.description = description
        self.subnetIDs = subnetIDs
        self.tags = tags
    }

    package init(metadata: ObjectMeta, reading object: inout FieldReader) {
        self.metadata = metadata
        var spec = object.map("spec")
        name = spec.string("name")
        description = spec.string("description")
        subnetIDs = spec.strings("subnetIDs")
        tags = spec.elements("tags") { KeyValue(reading: &$0) }
        object.finish(spec)
    }

    package var body: [YAML.Entry] {
        [
            .init(
                "spec",
                .object([
                    "name": .string(name),
                    "description": .string(description),
                    "subnetIDs": .strings(subnetIDs),
                    "tags": tags.yaml,
                ]))
        ]
    }
}
