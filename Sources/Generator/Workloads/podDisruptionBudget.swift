import Blueprint
import Kubernetes

extension Site {
    /// Maintenance takes one pod at a time; a pod that is broken anyway never holds it up.
    func podDisruptionBudget(for workload: DeployedWorkload) -> PodDisruptionBudget {
        PodDisruptionBudget(
            metadata: metadata(workload), maxUnavailable: 1, unhealthyPodEvictionPolicy: .alwaysAllow,
            selector: workload.selector)
    }
}
