package import Blueprint
package import Kubernetes

extension Site {
    /// Maintenance takes one pod at a time; a pod that is broken anyway never holds it up.
    package func podDisruptionBudget(for workload: Workload) -> PodDisruptionBudget {
        PodDisruptionBudget(
            metadata: metadata(workload), maxUnavailable: 1, unhealthyPodEvictionPolicy: .alwaysAllow,
            selector: selector(workload))
    }
}
