package import YAMLTree

/// How many pods maintenance may take away at once; API reference: "PodDisruptionBudget v1 policy".
package struct PodDisruptionBudget: ManifestKind {
    package static let apiVersion = "policy/v1"
    package static let kind = "PodDisruptionBudget"

    package enum EvictionPolicy: String, Sendable, CaseIterable {
        case alwaysAllow = "AlwaysAllow"
        case ifHealthyBudget = "IfHealthyBudget"
    }

    package var metadata: ObjectMeta
    package var maxUnavailable: IntOrString?
    package var minAvailable: IntOrString?
    package var unhealthyPodEvictionPolicy: EvictionPolicy?
    package var selector: LabelSelector

    package init(
        metadata: ObjectMeta, maxUnavailable: IntOrString? = nil, minAvailable: IntOrString? = nil,
        unhealthyPodEvictionPolicy: EvictionPolicy? = nil, selector: LabelSelector
    ) {
        self.metadata = metadata
        self.maxUnavailable = maxUnavailable
        self.minAvailable = minAvailable
        self.unhealthyPodEvictionPolicy = unhealthyPodEvictionPolicy
        self.selector = selector
    }

    package init(metadata: ObjectMeta, reading object: inout FieldReader) {
        self.metadata = metadata
        var spec = object.map("spec")
        maxUnavailable = spec.optionalIntOrString("maxUnavailable")
        minAvailable = spec.optionalIntOrString("minAvailable")
        if maxUnavailable != nil, minAvailable != nil {
            spec.report(spec.node, "'spec' has both 'maxUnavailable' and 'minAvailable'", help: "keep one of them")
        }
        unhealthyPodEvictionPolicy = spec.choice("unhealthyPodEvictionPolicy")
        selector = spec.required("selector", LabelSelector.init(reading:))
        object.finish(spec)
    }

    package var body: [YAML.Entry] {
        [
            .init(
                "spec",
                .object([
                    "maxUnavailable": maxUnavailable?.yaml, "minAvailable": minAvailable?.yaml,
                    "unhealthyPodEvictionPolicy": .optional(unhealthyPodEvictionPolicy?.rawValue),
                    "selector": selector.yaml,
                ]))
        ]
    }
}
