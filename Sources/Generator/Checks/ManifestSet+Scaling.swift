import Diagnostics
import Kubernetes
import YAMLTree

// How many replicas there are, and who decides it.

extension ManifestSet {
    /// An autoscaler has bounds in order, something to measure, a target, and no rival.
    func checkScaling() -> [Diagnostic] {
        var found: [Diagnostic] = []
        var owners: [Key: (kind: String, metadata: ObjectMeta)] = [:]
        func own(
            _ deployment: String, _ kind: String, _ metadata: ObjectMeta, _ bounds: (Int, Int), _ least: FieldPath.Step
        ) {
            func title() -> String { self.title(kind, metadata) }
            func target() -> SourceSpan? { span(of: kind, metadata, at: "spec", "scaleTargetRef", "name") }
            if bounds.0 > bounds.1 {
                let place = span(of: kind, metadata, at: "spec", least)
                found.append(.scaleBounds(title(), bounds.0, bounds.1, at: place))
            }
            guard let scaled = self.deployment(deployment, in: metadata.namespace) else {
                return found.append(.missingTarget(title(), "Deployment '\(deployment)'", at: target()))
            }
            if scaled.replicas != nil {
                let place = span(of: Deployment.kind, scaled.metadata, at: "spec", "replicas")
                found.append(.rivalScalers(title(), "a number of replicas", of: deployment, at: place ?? target()))
            }
            let key = Key(Deployment.kind, metadata.namespace, deployment)
            if let other = owners[key] {
                let rival = self.title(other.kind, other.metadata)
                found.append(.rivalScalers(title(), rival, of: deployment, at: target()))
            } else {
                owners[key] = (kind, metadata)
            }
        }
        for manifest in manifests {
            switch manifest {
            case .horizontalPodAutoscaler(let object):
                own(
                    object.deployment, HorizontalPodAutoscaler.kind, object.metadata,
                    (object.minReplicas, object.maxReplicas), "minReplicas")
            case .scaledObject(let object):
                own(
                    object.deployment, ScaledObject.kind, object.metadata,
                    (object.minReplicaCount, object.maxReplicaCount), "minReplicaCount")
            default: break
            }
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
        let replicas = chosen.reduce(0) { $0 + (index.leastReplicas[Key(Deployment.kind, $1.metadata)] ?? $1.replicas) }
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
