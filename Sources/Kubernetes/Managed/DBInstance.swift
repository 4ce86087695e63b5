package import YAMLTree

/// One instance of a managed database; reference: rds.services.k8s.aws/v1alpha1 "DBInstance".
package struct DBInstance: ManifestKind {
    package static let apiVersion = "rds.services.k8s.aws/v1alpha1"
    package static let kind = "DBInstance"

    package var metadata: ObjectMeta
    /// Its name in AWS, at most 63 characters.
    package var identifier: String
    /// The cluster's name in AWS.
    package var cluster: String
    /// `db.serverless`.
    package var instanceClass: String
    package var engine: String
    /// Who becomes the writer next: the lowest first.
    package var promotionTier: Int
    package var publiclyAccessible: Bool
    package var autoMinorVersionUpgrade: Bool
    package var tags: [KeyValue]

    package init(
        metadata: ObjectMeta, identifier: String, cluster: String, instanceClass: String, engine: String,
        promotionTier: Int, publiclyAccessible: Bool, autoMinorVersionUpgrade: Bool, tags: [KeyValue] = []
    ) {
        self.metadata = metadata
        self.identifier = identifier
        self.cluster = cluster
        self.instanceClass = instanceClass
        self.engine = engine
        self.promotionTier = promotionTier
        self.publiclyAccessible = publiclyAccessible
        self.autoMinorVersionUpgrade = autoMinorVersionUpgrade
        self.tags = tags
    }

    package init(metadata: ObjectMeta, reading object: inout FieldReader) {
        self.metadata = metadata
        var spec = object.map("spec")
        identifier = spec.string("dbInstanceIdentifier")
        cluster = spec.string("dbClusterIdentifier")
        instanceClass = spec.string("dbInstanceClass")
        engine = spec.string("engine")
        promotionTier = spec.int("promotionTier")
        publiclyAccessible = spec.optionalBool("publiclyAccessible") ?? false
        autoMinorVersionUpgrade = spec.optionalBool("autoMinorVersionUpgrade") ?? false
        tags = spec.elements("tags") { KeyValue(reading: &$0) }
        object.finish(spec)
    }

    package var body: [YAML.Entry] {
        [
            .init(
                "spec",
                .object([
                    "dbInstanceIdentifier": .string(identifier),
                    "dbClusterIdentifier": .string(cluster),
                    "dbInstanceClass": .string(instanceClass),
                    "engine": .string(engine),
                    "promotionTier": .int(promotionTier),
                    "publiclyAccessible": .bool(publiclyAccessible),
                    "autoMinorVersionUpgrade": .bool(autoMinorVersionUpgrade),
                    "tags": tags.yaml,
                ]))
        ]
    }
}
