package import YAMLTree

/// Names another object by group, kind, name and, where it may cross, namespace.
package struct ObjectReference: Hashable, Sendable {
    /// Empty for the core group.
    package var group: String
    package var kind: String
    package var name: String
    /// nil for the namespace of the object that refers, and for an object of the whole cluster.
    package var namespace: String?

    package init(group: String, kind: String, name: String, namespace: String? = nil) {
        self.group = group
        self.kind = kind
        self.name = name
        self.namespace = namespace
    }

    /// Reads the reference; `group` and `kind` are what the API server fills in when they are absent.
    package init(reading object: inout FieldReader, group: String = "", kind: String = "") {
        self.group = object.optionalString("group") ?? group
        self.kind = object.optionalString("kind") ?? kind
        name = object.string("name")
        namespace = object.optionalString("namespace")
    }

    /// Group and kind are always written: the API server fills them in, and an unwritten default shows as drift.
    package var yaml: YAML {
        .object([
            "group": .string(group), "kind": .string(kind), "name": .string(name),
            "namespace": namespace.map(YAML.string),
        ])
    }
}
