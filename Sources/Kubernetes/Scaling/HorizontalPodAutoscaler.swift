package import Diagnostics
package import YAMLTree

/// Adds and removes replicas by what they use; API reference: "HorizontalPodAutoscaler v2 autoscaling".
package struct HorizontalPodAutoscaler: ManifestKind {
    package static let apiVersion = "autoscaling/v2"
    package static let kind = "HorizontalPodAutoscaler"

    package var metadata: ObjectMeta
    /// The Deployment's name.
    package var deployment: String
    package var minReplicas: Int
    package var maxReplicas: Int
    package var metrics: [Metric]
    package var scaleUp: Rules?
    package var scaleDown: Rules?

    /// Average use of a resource, in percent of what is requested.
    package struct Metric: Equatable, Sendable {
        /// `cpu`, `memory`.
        package var resource: String
        /// The one container that is looked at; nil for the sum of the pod's.
        package var container: String?
        package var averageUtilization: Int
        @Position package var span: SourceSpan?

        package init(resource: String, container: String?, averageUtilization: Int) {
            self.resource = resource
            self.container = container
            self.averageUtilization = averageUtilization
            self.span = nil
        }

        private enum Kind: String, CaseIterable {
            case resource = "Resource"
            case containerResource = "ContainerResource"
        }

        private enum TargetType: String, CaseIterable { case utilization = "Utilization" }

        init(reading object: inout FieldReader) {
            let kind = object.choice("type", of: Kind.self) ?? .resource
            let key = kind == .resource ? "resource" : "containerResource"
            (resource, container, averageUtilization) = object.required(key) { source in
                (
                    source.string("name"), kind == .resource ? nil : source.string("container"),
                    source.required("target") { target in
                        _ = target.choice("type", of: TargetType.self)
                        return target.int("averageUtilization")
                    }
                )
            }
            span = object.span
        }

        var yaml: YAML {
            let target = YAML.object([
                "type": .string(TargetType.utilization.rawValue), "averageUtilization": .int(averageUtilization),
            ])
            let source = YAML.object([
                "name": .string(resource), "container": .optional(container), "target": target,
            ])
            return container == nil
                ? .object(["type": .string(Kind.resource.rawValue), "resource": source])
                : .object(["type": .string(Kind.containerResource.rawValue), "containerResource": source])
        }
    }

    /// How fast the number may change in one direction.
    package struct Rules: Equatable, Sendable {
        package enum Unit: String, Sendable, CaseIterable {
            case pods = "Pods"
            case percent = "Percent"
        }

        package struct Policy: Equatable, Sendable {
            package var unit: Unit
            package var value: Int
            package var periodSeconds: Int

            package init(unit: Unit, value: Int, periodSeconds: Int) {
                self.unit = unit
                self.value = value
                self.periodSeconds = periodSeconds
            }
        }

        package var stabilizationWindowSeconds: Int?
        package var policies: [Policy]

        package init(stabilizationWindowSeconds: Int?, policies: [Policy]) {
            self.stabilizationWindowSeconds = stabilizationWindowSeconds
            self.policies = policies
        }

        init(reading object: inout FieldReader) {
            stabilizationWindowSeconds = object.optionalInt("stabilizationWindowSeconds")
            policies = object.elements("policies") {
                Policy(
                    unit: $0.choice("type") ?? .pods, value: $0.int("value"),
                    periodSeconds: $0.int("periodSeconds"))
            }
        }

        var yaml: YAML {
            .object([
                "stabilizationWindowSeconds": .optional(stabilizationWindowSeconds),
                "policies": .parts(
                    policies.map { policy in
                        .object([
                            "type": .string(policy.unit.rawValue), "value": .int(policy.value),
                            "periodSeconds": .int(policy.periodSeconds),
                        ])
                    }),
            ])
        }
    }

    package init(
        metadata: ObjectMeta, deployment: String, minReplicas: Int, maxReplicas: Int, metrics: [Metric],
        scaleUp: Rules? = nil, scaleDown: Rules? = nil
    ) {
        self.metadata = metadata
        self.deployment = deployment
        self.minReplicas = minReplicas
        self.maxReplicas = maxReplicas
        self.metrics = metrics
        self.scaleUp = scaleUp
        self.scaleDown = scaleDown
    }

    package init(metadata: ObjectMeta, reading object: inout FieldReader) {
        self.metadata = metadata
        var spec = object.map("spec")
        deployment = spec.required("scaleTargetRef") { target in
            _ = target.optionalString("apiVersion")
            _ = target.choice("kind", of: DeploymentKind.self)
            return target.string("name")
        }
        minReplicas = spec.optionalInt("minReplicas") ?? 1
        maxReplicas = spec.int("maxReplicas")
        metrics = spec.elements("metrics", Metric.init(reading:))
        let behavior = spec.optional("behavior") {
            ($0.optional("scaleUp", Rules.init(reading:)), $0.optional("scaleDown", Rules.init(reading:)))
        }
        (scaleUp, scaleDown) = behavior ?? (nil, nil)
        object.finish(spec)
    }

    package var body: [YAML.Entry] {
        let behavior =
            scaleUp == nil && scaleDown == nil
            ? nil : YAML.object(["scaleUp": scaleUp?.yaml, "scaleDown": scaleDown?.yaml])
        return [
            .init(
                "spec",
                .object([
                    "scaleTargetRef": .object([
                        "apiVersion": .string(Deployment.apiVersion), "kind": .string(Deployment.kind),
                        "name": .string(deployment),
                    ]),
                    "minReplicas": .int(minReplicas), "maxReplicas": .int(maxReplicas),
                    "metrics": .parts(metrics.map(\.yaml)), "behavior": behavior,
                ]))
        ]
    }
}

/// The one kind of workload that is scaled here.
enum DeploymentKind: String, CaseIterable { case deployment = "Deployment" }
