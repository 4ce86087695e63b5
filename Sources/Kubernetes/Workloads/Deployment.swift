package import YAMLTree

/// Pods of one kind, kept running and replaced step by step; API reference: "Deployment v1 apps".
package struct Deployment: ManifestKind {
    package static let apiVersion = "apps/v1"
    package static let kind = "Deployment"

    package var metadata: ObjectMeta
    /// Nil where an autoscaler owns it.
    package var replicas: Int?
    package var revisionHistoryLimit: Int?
    package var selector: LabelSelector
    package var strategy: RollingUpdate?
    package var template: PodTemplate

    /// How many pods may be missing, or too many, while pods are replaced.
    package struct RollingUpdate: Equatable, Sendable {
        package var maxUnavailable: IntOrString?
        package var maxSurge: IntOrString?

        package init(maxUnavailable: IntOrString?, maxSurge: IntOrString?) {
            self.maxUnavailable = maxUnavailable
            self.maxSurge = maxSurge
        }
    }

    private enum StrategyType: String, CaseIterable { case rollingUpdate = "RollingUpdate" }

    package init(
        metadata: ObjectMeta, replicas: Int? = nil, revisionHistoryLimit: Int? = nil, selector: LabelSelector,
        strategy: RollingUpdate? = nil, template: PodTemplate
    ) {
        self.metadata = metadata
        self.replicas = replicas
        self.revisionHistoryLimit = revisionHistoryLimit
        self.selector = selector
        self.strategy = strategy
        self.template = template
    }

    package init(metadata: ObjectMeta, reading object: inout FieldReader) {
        self.metadata = metadata
        var spec = object.map("spec")
        replicas = spec.optionalInt("replicas")
        revisionHistoryLimit = spec.optionalInt("revisionHistoryLimit")
        selector = spec.required("selector", LabelSelector.init(reading:))
        strategy = spec.optional("strategy") { strategy in
            _ = strategy.choice("type", of: StrategyType.self)
            return strategy.optional("rollingUpdate") { update in
                RollingUpdate(
                    maxUnavailable: update.optionalIntOrString("maxUnavailable"),
                    maxSurge: update.optionalIntOrString("maxSurge"))
            } ?? RollingUpdate(maxUnavailable: nil, maxSurge: nil)
        }
        template = spec.required("template", PodTemplate.init(reading:))
        object.finish(spec)
    }

    package var body: [YAML.Entry] {
        let rolling = strategy.map { update in
            YAML.object([
                "type": .string(StrategyType.rollingUpdate.rawValue),
                "rollingUpdate": .object([
                    "maxUnavailable": update.maxUnavailable?.yaml, "maxSurge": update.maxSurge?.yaml,
                ]),
            ])
        }
        return [
            .init(
                "spec",
                .object([
                    "replicas": .optional(replicas), "revisionHistoryLimit": .optional(revisionHistoryLimit),
                    "selector": selector.yaml, "strategy": rolling, "template": template.yaml,
                ]))
        ]
    }
}
