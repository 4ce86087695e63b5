package import YAMLTree

/// Lets objects of other namespaces refer to objects of this one;
/// https://gateway-api.sigs.k8s.io/reference/spec/#referencegrant.
package struct ReferenceGrant: ManifestKind {
    /// The version that every release of Gateway API serves.
    package static let apiVersion = "gateway.networking.k8s.io/v1beta1"
    package static let kind = "ReferenceGrant"

    package var metadata: ObjectMeta
    package var from: [From]
    package var to: [To]

    package init(metadata: ObjectMeta, from: [From], to: [To]) {
        self.metadata = metadata
        self.from = from
        self.to = to
    }

    package init(metadata: ObjectMeta, reading object: inout FieldReader) {
        self.metadata = metadata
        var spec = object.map("spec")
        from = spec.elements("from") { From(reading: &$0) }
        to = spec.elements("to") { To(reading: &$0) }
        object.finish(spec)
    }

    package var body: [YAML.Entry] {
        [YAML.Entry("spec", .object(["from": .list(from.map(\.yaml)), "to": .list(to.map(\.yaml))]))]
    }

    /// Who may refer.
    package struct From: Equatable, Sendable {
        package var group: String
        package var kind: String
        package var namespace: String

        package init(group: String = "gateway.networking.k8s.io", kind: String = "HTTPRoute", namespace: String) {
            self.group = group
            self.kind = kind
            self.namespace = namespace
        }

        package init(reading object: inout FieldReader) {
            group = object.string("group")
            kind = object.string("kind")
            namespace = object.string("namespace")
        }

        package var yaml: YAML {
            .object(["group": .string(group), "kind": .string(kind), "namespace": .string(namespace)])
        }
    }

    /// What may be referred to.
    package struct To: Equatable, Sendable {
        package var group: String
        package var kind: String
        /// nil for every object of the kind.
        package var name: String?

        package init(group: String = "", kind: String = "Service", name: String? = nil) {
            self.group = group
            self.kind = kind
            self.name = name
        }

        package init(reading object: inout FieldReader) {
            group = object.string("group")
            kind = object.string("kind")
            name = object.optionalString("name")
        }

        package var yaml: YAML {
            .object(["group": .string(group), "kind": .string(kind), "name": name.map(YAML.string)])
        }
    }
}
