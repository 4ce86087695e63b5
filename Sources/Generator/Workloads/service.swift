import Blueprint
import Kubernetes

extension Site {
    /// The workload's name in the cluster, on port 80; nil for a worker, which nobody calls.
    func service(for workload: DeployedWorkload) -> Service? {
        guard workload.role.isCalled else { return nil }
        return Service(
            metadata: metadata(workload), trafficDistribution: "PreferSameZone",
            selector: workload.selector.matchLabels,
            ports: [.init(name: "http", port: 80, targetPort: "http", appProtocol: "http")])
    }
}
