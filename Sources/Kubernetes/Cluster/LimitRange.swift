package import YAMLTree

/// What a container of a namespace gets that does not say what it needs; API reference: "LimitRange v1 core".
package struct LimitRange: ManifestKind {
    package static let apiVersion = "v1"
    package static let kind = "LimitRange"

    private enum LimitType: String, CaseIterable { case container = "Container" }

    package var metadata: ObjectMeta
    /// Quantities by resource name: what is reserved, and what may be taken at most.
    package var defaultRequest: [ObjectMeta.Pair]
    package var defaultLimit: [ObjectMeta.Pair]

    package init(metadata: ObjectMeta, defaultRequest: [ObjectMeta.Pair], defaultLimit: [ObjectMeta.Pair]) {
        self.metadata = metadata
        self.defaultRequest = defaultRequest
        self.defaultLimit = defaultLimit
    }

    package init(metadata: ObjectMeta, reading object: inout FieldReader) {
        self.metadata = metadata
        var spec = object.map("spec")
        let limits = spec.elements("limits") { limit in
            _ = limit.choice("type", of: LimitType.self)
            return (limit.quantities("defaultRequest"), limit.quantities("default"))
        }
        defaultRequest = limits.flatMap(\.0)
        defaultLimit = limits.flatMap(\.1)
        object.finish(spec)
    }

    package var body: [YAML.Entry] {
        let limit = YAML.object([
            "type": .string(LimitType.container.rawValue), "defaultRequest": defaultRequest.yaml,
            "default": defaultLimit.yaml,
        ])
        return [.init("spec", .object(["limits": .list([limit])]))]
    }
}
