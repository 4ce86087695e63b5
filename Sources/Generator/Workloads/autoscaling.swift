import Blueprint
import Kubernetes

extension Site {
    /// Replicas by the CPU that the workload's container uses: up at once, down slowly.
    func horizontalPodAutoscaler(for workload: DeployedWorkload, percent: Int) -> HorizontalPodAutoscaler {
        let bounds = replicas(of: workload)
        return HorizontalPodAutoscaler(
            metadata: metadata(workload), deployment: workload.name, minReplicas: bounds.lowerBound,
            maxReplicas: bounds.upperBound,
            metrics: [.init(resource: "cpu", container: workload.name, averageUtilization: percent)],
            scaleUp: .init(
                stabilizationWindowSeconds: 0, policies: [.init(unit: .percent, value: 100, periodSeconds: 30)]),
            scaleDown: .init(
                stabilizationWindowSeconds: 300, policies: [.init(unit: .percent, value: 25, periodSeconds: 60)]))
    }

    /// Replicas by the jobs that wait in the streams that the workload consumes. KEDA makes an autoscaler of its own
    /// from it, so the workload has no other.
    func scaledObject(for workload: DeployedWorkload, lag: Int) -> ScaledObject {
        let bounds = replicas(of: workload)
        return ScaledObject(
            metadata: metadata(workload), deployment: workload.name, pollingInterval: 15,
            minReplicaCount: bounds.lowerBound, maxReplicaCount: bounds.upperBound,
            fallback: .init(failureThreshold: 3, replicas: bounds.lowerBound, behavior: .currentReplicasIfHigher),
            triggers: consumedQueues(of: workload).compactMap { queue in
                endpoint(of: queue.store).map { endpoint in
                    .init(
                        type: "redis-streams",
                        metadata: [
                            .init("address", "\(endpoint.host):\(endpoint.port)"),
                            .init("stream", stream(of: queue)), .init("consumerGroup", workload.name),
                            .init("lagCount", String(lag)), .init("enableTLS", "true"),
                        ], authentication: secretName(workload.name, queue.store))
                }
            })
    }

    /// How KEDA logs in to the stores of the queues: as the worker does.
    func triggerAuthentications(for workload: DeployedWorkload) -> [Manifest] {
        var stores: [String] = []
        for queue in consumedQueues(of: workload) where !stores.contains(queue.store) { stores.append(queue.store) }
        return stores.map { store in
            let name = secretName(workload.name, store)
            return .triggerAuthentication(
                TriggerAuthentication(
                    metadata: metadata(workload, name: name),
                    secrets: ["username", "password"].map { .init(parameter: $0, name: name, key: $0) }))
        }
    }

    private func consumedQueues(of workload: DeployedWorkload) -> [Queue] {
        workload.edges.compactMap { edge in
            guard case .queue(let name) = edge.target, edge.access.contains(.consume) else { return nil }
            return queue(name)
        }
    }

    /// The workload's own bounds, neither beyond what the environment allows.
    private func replicas(of workload: DeployedWorkload) -> ClosedRange<Int> {
        let limit = max(1, environment.scaleLimit ?? .max)
        let minimum = min(max(1, workload.scale.minimum), limit)
        return minimum...max(minimum, min(workload.scale.maximum, limit))
    }
}
