package import YAMLTree

/// Who goes first when nodes are full; API reference: "PriorityClass v1 scheduling.k8s.io".
package struct PriorityClass: ManifestKind {
    package static let apiVersion = "scheduling.k8s.io/v1"
    package static let kind = "PriorityClass"

    package enum PreemptionPolicy: String, Sendable, CaseIterable {
        case preemptLowerPriority = "PreemptLowerPriority"
        case never = "Never"
    }

    package var metadata: ObjectMeta
    package var value: Int
    package var preemptionPolicy: PreemptionPolicy
    package var description: String

    package init(metadata: ObjectMeta, value: Int, preemptionPolicy: PreemptionPolicy, description: String) {
        self.metadata = metadata
        self.value = value
        self.preemptionPolicy = preemptionPolicy
        self.description = description
    }

    package init(metadata: ObjectMeta, reading object: inout FieldReader) {
        self.metadata = metadata
        value = object.int("value")
        preemptionPolicy = object.choice("preemptionPolicy") ?? .preemptLowerPriority
        description = object.optionalString("description") ?? ""
    }

    package var body: [YAML.Entry] {
        [
            .init("value", .int(value)), .init("preemptionPolicy", .string(preemptionPolicy.rawValue)),
            .init("description", .string(description)),
        ]
    }
}
