package import YAMLTree

/// Who may log in to one managed Redis; reference: elasticache.services.k8s.aws/v1alpha1 "UserGroup".
package struct CacheUserGroup: ManifestKind {
    package static let apiVersion = "elasticache.services.k8s.aws/v1alpha1"
    package static let kind = "UserGroup"

    package var metadata: ObjectMeta
    /// Its id in AWS, at most 40 characters.
    package var userGroupID: String
    package var engine: String
    /// The User objects' names.
    package var users: [String]
    package var tags: [KeyValue]

    package init(
        metadata: ObjectMeta, userGroupID: String, engine: String, users: [String] = [], tags: [KeyValue] = []
    ) {
        self.metadata = metadata
        self.userGroupID = userGroupID
        self.engine = engine
        self.users = users
        self.tags = tags
    }

    package init(metadata: ObjectMeta, reading object: inout FieldReader) {
        self.metadata = metadata
        var spec = object.map("spec")
        userGroupID = spec.string("userGroupID")
        engine = spec.string("engine")
        users = spec.references("userRefs")
        tags = spec.elements("tags") { KeyValue(reading: &$0) }
        object.finish(spec)
    }

    package var body: [YAML.Entry] {
        [
            .init(
                "spec",
                .object([
                    "userGroupID": .string(userGroupID),
                    "engine": .string(engine),
                    "userRefs": .parts(users.map(YAML.from)),
                    "tags": tags.yaml,
                ]))
        ]
    }
}
