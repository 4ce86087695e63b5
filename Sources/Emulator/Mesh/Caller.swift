import NetworkPolicy

/// Who makes a call, as the policies and the journal know it.
final class Caller: Sendable {
    /// `content`, `gateway`, `portal`, `internet`.
    let name: String
    /// The namespace whose short service names it may use; nil outside the cluster.
    let namespace: String?
    let endpoint: Endpoint
    /// What tells its endpoint from all others.
    let identity: String

    init(name: String, namespace: String?, endpoint: Endpoint) {
        self.name = name
        self.namespace = namespace
        self.endpoint = endpoint
        identity = endpoint.identity
    }
}

extension Endpoint {
    /// What tells it from all others.
    var identity: String {
        switch self {
        case .pod(let namespace, let name, _, let ip): namespace + "/" + name + " " + (ip ?? "")
        case .address(let ip, let hostName): (hostName ?? "") + " " + (ip ?? "-")
        }
    }
}
