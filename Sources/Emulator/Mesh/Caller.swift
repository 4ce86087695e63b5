import NetworkPolicy

/// Who makes a call, as the policies and the journal know it.
struct Caller: Sendable {
    /// `content`, `gateway`, `portal`, `internet`.
    var name: String
    /// The namespace whose short service names it may use; nil outside the cluster.
    var namespace: String?
    var endpoint: Endpoint

    init(name: String, namespace: String?, endpoint: Endpoint) {
        self.name = name
        self.namespace = namespace
        self.endpoint = endpoint
    }

    init(_ pod: Pod) {
        self.init(name: pod.workload, namespace: pod.namespace, endpoint: pod.endpoint)
    }
}

extension Pod {
    var endpoint: Endpoint { .pod(namespace: namespace, name: workload, labels: labels, ip: address) }
}
