import Diagnostics
import Kubernetes
import YAMLTree

// How many replicas there are, and who decides it.

extension ManifestSet {
    /// An autoscaler has bounds in order, a target, and no rival. `least` is the field of its lower bound.
    func checkScaling(of scaler: Scaler, least: FieldPath.Step) -> [Diagnostic] {
        var found: [Diagnostic] = []
        let (kind, metadata) = (scaler.key.kind, scaler.metadata)
        func title() -> String { self.title(kind, metadata) }
        func target() -> SourceSpan? { span(of: kind, metadata, at: "spec", "scaleTargetRef", "name") }
        let (lower, upper) = scaler.bounds
        if lower > upper {
            found.append(.scaleBounds(title(), lower, upper, at: span(of: kind, metadata, at: "spec", least)))
        }
        guard let scaled = deployment(scaler.deployment, in: metadata.namespace) else {
            found.append(.missingTarget(title(), "Deployment '\(scaler.deployment)'", at: target()))
            return found
        }
        if scaled.replicas != nil {
            let place = span(of: Deployment.kind, scaled.metadata, at: "spec", "replicas")
            found.append(.rivalScalers(title(), "a number of replicas", of: scaler.deployment, at: place ?? target()))
        }
        let first = index.scalers[Key(Deployment.kind, metadata.namespace, scaler.deployment)]
        if let first, first.key != scaler.key {
            let rival = self.title(first.key.kind, first.metadata)
            found.append(.rivalScalers(title(), rival, of: scaler.deployment, at: target()))
        }
        return found
    }

    /// Percent of what? Utilization is measured against the request of the container, or of every one of the pod's.
    func scaleWithoutRequest(
        _ metric: HorizontalPodAutoscaler.Metric, _ scaler: HorizontalPodAutoscaler
    ) -> Diagnostic? {
        guard let target = deployment(scaler.deployment, in: scaler.metadata.namespace) else { return nil }
        let containers = target.template.containers.filter { metric.container == nil || $0.name == metric.container }
        let isMeasured =
            !containers.isEmpty
            && containers.allSatisfy {
                // The API server takes a limit for the request where there is none.
                $0.resources.requests[metric.resource] != nil || $0.resources.limits[metric.resource] != nil
            }
        if isMeasured { return nil }
        return .scaleWithoutRequest(
            title(HorizontalPodAutoscaler.kind, scaler.metadata), metric.resource, metric.container,
            at: metric.span ?? span(of: scaler.metadata))
    }

    /// Maintenance can always take a pod away: nodes are replaced while the fewest replicas run.
    func checkDisruptions(of budget: PodDisruptionBudget) -> [Diagnostic] {
        let chosen = pods(in: budget.metadata.namespace, chosenBy: budget.selector)
        let replicas = chosen.reduce(0) {
            $0 + (index.scalers[Key(Deployment.kind, $1.metadata)]?.leastReplicas ?? $1.replicas)
        }
        func name() -> String { title(PodDisruptionBudget.kind, budget.metadata) }
        var found: [Diagnostic] = []
        if !chosen.isEmpty, budget.allowedDisruptions(of: replicas) == 0 {
            let key: FieldPath.Step = budget.maxUnavailable == nil ? "minAvailable" : "maxUnavailable"
            let place = span(of: PodDisruptionBudget.kind, budget.metadata, at: "spec", key)
            found.append(.blockedDrain(name(), budget, replicas: replicas, at: place))
        }
        if budget.unhealthyPodEvictionPolicy != .alwaysAllow {
            let place = span(of: PodDisruptionBudget.kind, budget.metadata, at: "spec", "unhealthyPodEvictionPolicy")
            found.append(.stuckPods(name(), at: place))
        }
        return found
    }
}

/// What the two kinds of autoscalers have in common.
struct Scaler: Sendable {
    let key: ManifestIndex.Key
    let metadata: ObjectMeta
    let deployment: String
    let bounds: (Int, Int)
    /// Of a Deployment that has work.
    let leastReplicas: Int

    init(_ object: HorizontalPodAutoscaler) {
        key = .init(HorizontalPodAutoscaler.kind, object.metadata)
        metadata = object.metadata
        deployment = object.deployment
        bounds = (object.minReplicas, object.maxReplicas)
        leastReplicas = object.minReplicas
    }

    init(_ object: ScaledObject) {
        key = .init(ScaledObject.kind, object.metadata)
        metadata = object.metadata
        deployment = object.deployment
        bounds = (object.minReplicaCount, object.maxReplicaCount)
        leastReplicas = max(1, object.minReplicaCount)
    }
}

extension PodDisruptionBudget {
    /// How many of `replicas` healthy pods may go at once. Percentages are rounded up, as the controller does.
    fileprivate func allowedDisruptions(of replicas: Int) -> Int {
        if let maxUnavailable { return Self.number(maxUnavailable, of: replicas) }
        if let minAvailable { return max(0, replicas - Self.number(minAvailable, of: replicas)) }
        return replicas
    }

    private static func number(_ amount: IntOrString, of replicas: Int) -> Int {
        switch amount {
        case .int(let number): return number
        case .string(let text):
            guard text.hasSuffix("%"), let percent = Int(text.dropLast()), (0...1000).contains(percent) else {
                return 0
            }
            return (replicas * percent + 99) / 100
        }
    }
}
