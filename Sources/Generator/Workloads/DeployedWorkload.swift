import Blueprint
import Kubernetes

/// A workload in one environment, with what several of its objects have in common.
@dynamicMemberLookup
final class DeployedWorkload: Sendable {
    let workload: Workload
    /// The places in `System.workloads` of those that it calls, and of those that call it.
    let callees: [Int]
    let callers: [Int]
    let labels: [ObjectMeta.Pair]
    /// What its pods are chosen by.
    let selector: LabelSelector
    /// Its log-ins to stores.
    let users: [StoreUser]
    let credentials: [Credential]
    /// The variables of its container.
    let variables: [ObjectMeta.Pair]

    init(_ workload: Workload, at site: Site) {
        self.workload = workload
        let number = site.index.workloads[workload.name]
        callees = number.map { site.index.callees[$0] } ?? []
        callers = number.map { site.index.callers[$0] } ?? []
        labels = site.labels(workload)
        selector = site.selector(workload)
        users = site.users(of: workload)
        credentials = site.credentials(of: workload, users)
        variables = site.variables(of: workload)
    }

    subscript<Value>(dynamicMember part: KeyPath<Workload, Value>) -> Value { workload[keyPath: part] }
}
