package import Kubernetes

/// One end of a connection.
package enum Endpoint: Equatable, Sendable {
    /// A pod of the workload `name`. The address may be unknown; a block of addresses then never fits it.
    case pod(namespace: String, name: String, labels: [ObjectMeta.Pair], ip: String?)
    /// Anything that is no pod: a load balancer, a managed database, a vendor. `hostName` is the name by which it was
    /// looked up. An address that is unknown is taken to be somewhere on the internet.
    case address(ip: String?, hostName: String?)

    /// As a message calls it: `'content' in namespace 'promptsales'`.
    package var name: String {
        switch self {
        case .pod(let namespace, let name, _, _): "'\(name)' in namespace '\(namespace)'"
        case .address(let ip, let hostName): (hostName ?? ip).map { "'\($0)'" } ?? "an unknown host"
        }
    }

    /// The address; nil when it is unknown or is none.
    var address: IPAddress? {
        switch self {
        case .pod(_, _, _, let ip), .address(let ip, _): ip.flatMap { IPAddress($0) }
        }
    }
}
