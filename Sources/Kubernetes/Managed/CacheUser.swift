package import YAMLTree

/// Somebody who may log in to a managed Redis; reference: elasticache.services.k8s.aws/v1alpha1 "User".
package struct CacheUser: ManifestKind {
    package static let apiVersion = "elasticache.services.k8s.aws/v1alpha1"
    package static let kind = "User"

    package var metadata: ObjectMeta
    /// Its id in AWS, at most 40 characters.
    package var userID: String
    /// What it logs in with.
    package var userName: String
    package var engine: String
    /// What it may do, as Redis' `ACL SETUSER` takes it: `on ~* +@all`.
    package var accessString: String
    package var passwords: [SecretKey]
    package var tags: [KeyValue]

    package init(
        metadata: ObjectMeta, userID: String, userName: String, engine: String, accessString: String,
        passwords: [SecretKey] = [], tags: [KeyValue] = []
    ) {
        self.metadata = metadata
        self.userID = userID
        self.userName = userName
        self.engine = engine
        self.accessString = accessString
        self.passwords = passwords
        self.tags = tags
    }

    package init(metadata: ObjectMeta, reading object: inout FieldReader) {
        self.metadata = metadata
        var spec = object.map("spec")
        userID = spec.string("userID")
        userName = spec.string("userName")
        engine = spec.string("engine")
        accessString = spec.string("accessString")
        passwords = spec.elements("passwords") { SecretKey(reading: &$0) }
        tags = spec.elements("tags") { KeyValue(reading: &$0) }
        object.finish(spec)
    }

    package var body: [YAML.Entry] {
        [
            .init(
                "spec",
                .object([
                    "userID": .string(userID),
                    "userName": .string(userName),
                    "engine": .string(engine),
                    "accessString": .string(accessString),
                    "passwords": .parts(passwords.map(\.yaml)),
                    "tags": tags.yaml,
                ]))
        ]
    }
}
