package import Diagnostics
package import YAMLTree

/// Adds and removes replicas by the length of a queue; reference: keda.sh/v1alpha1 "ScaledObject".
package struct ScaledObject: ManifestKind {
    package static let apiVersion = "keda.sh/v1alpha1"
    package static let kind = "ScaledObject"

    package var metadata: ObjectMeta
    /// The Deployment's name.
    package var deployment: String
    /// Seconds between looks at the queue.
    package var pollingInterval: Int?
    /// Seconds of an idle queue before the last replica goes; used only when the minimum is 0.
    package var cooldownPeriod: Int?
    package var minReplicaCount: Int
    package var maxReplicaCount: Int
    package var fallback: Fallback?
    package var triggers: [Trigger]

    /// What holds while the queue cannot be asked.
    package struct Fallback: Equatable, Sendable {
        package enum Behavior: String, Sendable, CaseIterable {
            case `static`
            case currentReplicas
            case currentReplicasIfHigher
            case currentReplicasIfLower
        }

        package var failureThreshold: Int
        package var replicas: Int
        package var behavior: Behavior?

        package init(failureThreshold: Int, replicas: Int, behavior: Behavior? = nil) {
            self.failureThreshold = failureThreshold
            self.replicas = replicas
            self.behavior = behavior
        }
    }

    /// One thing to look at, as one of KEDA's scalers: `redis-streams` and its settings.
    package struct Trigger: Equatable, Sendable {
        package var type: String
        package var metadata: [ObjectMeta.Pair]
        /// The TriggerAuthentication's name.
        package var authentication: String?
        @Position package var span: SourceSpan?

        package init(type: String, metadata: [ObjectMeta.Pair], authentication: String? = nil) {
            self.type = type
            self.metadata = metadata
            self.authentication = authentication
            self.span = nil
        }

        init(reading object: inout FieldReader) {
            type = object.string("type")
            metadata = object.pairs("metadata")
            authentication = object.optional("authenticationRef") { $0.string("name") }
            span = object.span
        }

        var yaml: YAML {
            .object([
                "type": .string(type), "metadata": metadata.yaml ?? .map([]),
                "authenticationRef": authentication.map { .object(["name": .string($0)]) },
            ])
        }
    }

    package init(
        metadata: ObjectMeta, deployment: String, pollingInterval: Int? = nil, cooldownPeriod: Int? = nil,
        minReplicaCount: Int, maxReplicaCount: Int, fallback: Fallback? = nil, triggers: [Trigger]
    ) {
        self.metadata = metadata
        self.deployment = deployment
        self.pollingInterval = pollingInterval
        self.cooldownPeriod = cooldownPeriod
        self.minReplicaCount = minReplicaCount
        self.maxReplicaCount = maxReplicaCount
        self.fallback = fallback
        self.triggers = triggers
    }

    package init(metadata: ObjectMeta, reading object: inout FieldReader) {
        self.metadata = metadata
        var spec = object.map("spec")
        deployment = spec.required("scaleTargetRef") { target in
            _ = target.optionalString("apiVersion")
            _ = target.choice("kind", of: DeploymentKind.self)
            return target.string("name")
        }
        pollingInterval = spec.optionalInt("pollingInterval")
        cooldownPeriod = spec.optionalInt("cooldownPeriod")
        minReplicaCount = spec.optionalInt("minReplicaCount") ?? 0
        maxReplicaCount = spec.optionalInt("maxReplicaCount") ?? 100
        fallback = spec.optional("fallback") {
            Fallback(
                failureThreshold: $0.int("failureThreshold"), replicas: $0.int("replicas"),
                behavior: $0.choice("behavior"))
        }
        triggers = spec.elements("triggers", Trigger.init(reading:))
        object.finish(spec)
    }

    package var body: [YAML.Entry] {
        let fallback = fallback.map { fallback in
            YAML.object([
                "failureThreshold": .int(fallback.failureThreshold), "replicas": .int(fallback.replicas),
                "behavior": .optional(fallback.behavior?.rawValue),
            ])
        }
        return [
            .init(
                "spec",
                .object([
                    "scaleTargetRef": .object([
                        "apiVersion": .string(Deployment.apiVersion), "kind": .string(Deployment.kind),
                        "name": .string(deployment),
                    ]),
                    "pollingInterval": .optional(pollingInterval), "cooldownPeriod": .optional(cooldownPeriod),
                    "minReplicaCount": .int(minReplicaCount), "maxReplicaCount": .int(maxReplicaCount),
                    "fallback": fallback, "triggers": .list(triggers.map(\.yaml)),
                ]))
        ]
    }
}
