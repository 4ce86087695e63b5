package import YAMLTree

/// What a policy of Envoy Gateway is about: a Gateway, a route, or one named section of it, in the same namespace.
package struct PolicyTarget: Hashable, Sendable {
    package var group: String
    package var kind: String
    package var name: String
    package var sectionName: String?

    package init(
        group: String = "gateway.networking.k8s.io", kind: String, name: String, sectionName: String? = nil
    ) {
        self.group = group
        self.kind = kind
        self.name = name
        self.sectionName = sectionName
    }

    package init(reading object: inout FieldReader) {
        group = object.string("group")
        kind = object.string("kind")
        name = object.string("name")
        sectionName = object.optionalString("sectionName")
    }

    package var yaml: YAML {
        .object([
            "group": .string(group), "kind": .string(kind), "name": .string(name),
            "sectionName": sectionName.map(YAML.string),
        ])
    }
}
