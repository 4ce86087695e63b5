package import YAMLTree

/// Somebody who may log in to a managed MongoDB; reference: atlas.mongodb.com/v1 "AtlasDatabaseUser".
package struct AtlasDatabaseUser: ManifestKind {
    package static let apiVersion = "atlas.mongodb.com/v1"
    package static let kind = "AtlasDatabaseUser"

    package var metadata: ObjectMeta
    /// The AtlasProject object's name.
    package var project: NamedReference
    package var username: String
    /// Where it logs in: `admin` for one with a password.
    package var databaseName: String
    /// The Secret whose key `password` it is.
    package var password: NamedReference
    package var roles: [Role]
    /// What it may use of the project; everything when empty.
    package var scopes: [Scope]

    /// `readWrite`, `read` and the like, on one database.
    package struct Role: Hashable, Sendable {
        package var roleName: String
        package var databaseName: String

        package init(_ roleName: String, on databaseName: String) {
            self.roleName = roleName
            self.databaseName = databaseName
        }

        init(reading object: inout FieldReader) {
            self.init(object.string("roleName"), on: object.string("databaseName"))
        }

        var yaml: YAML { .object(["roleName": .string(roleName), "databaseName": .string(databaseName)]) }
    }

    /// One deployment by its name in Atlas.
    package struct Scope: Hashable, Sendable {
        private enum ScopeType: String, CaseIterable { case cluster = "CLUSTER" }

        package var name: String

        package init(deployment name: String) { self.name = name }

        init(reading object: inout FieldReader) {
            name = object.string("name")
            _ = object.choice("type", of: ScopeType.self)
        }

        var yaml: YAML { .object(["name": .string(name), "type": .string(ScopeType.cluster.rawValue)]) }
    }

    package init(
        metadata: ObjectMeta, project: NamedReference, username: String, databaseName: String,
        password: NamedReference, roles: [Role] = [], scopes: [Scope] = []
    ) {
        self.metadata = metadata
        self.project = project
        self.username = username
        self.databaseName = databaseName
        self.password = password
        self.roles = roles
        self.scopes = scopes
    }

    package init(metadata: ObjectMeta, reading object: inout FieldReader) {
        self.metadata = metadata
        var spec = object.map("spec")
        project = spec.required("projectRef") { NamedReference(reading: &$0) }
        username = spec.string("username")
        databaseName = spec.string("databaseName")
        password = spec.required("passwordSecretRef") { NamedReference(reading: &$0) }
        roles = spec.elements("roles") { Role(reading: &$0) }
        scopes = spec.elements("scopes") { Scope(reading: &$0) }
        object.finish(spec)
    }

    package var body: [YAML.Entry] {
        [
            .init(
                "spec",
                .object([
                    "projectRef": project.yaml,
                    "username": .string(username),
                    "databaseName": .string(databaseName),
                    "passwordSecretRef": password.yaml,
                    "roles": .parts(roles.map(\.yaml)),
                    "scopes": .parts(scopes.map(\.yaml)),
                ]))
        ]
    }
}
