package import Blueprint
package import Kubernetes

extension Site {
    /// Who the workload's pods are. They never call the cluster's API, so they get no token for it.
    package func serviceAccount(for workload: Workload) -> ServiceAccount {
        ServiceAccount(metadata: metadata(workload), automountServiceAccountToken: false)
    }
}
