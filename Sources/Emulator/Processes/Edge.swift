package import JSONTree
package import Serving

/// One dependency of one workload, with an address of its own: whoever calls there is known to be that workload.
package struct Edge: Sendable {
    package enum Kind: String, Sendable { case http, redis, postgres, mongo }

    package var caller: String
    /// A workload, a store or a vendor.
    package var callee: String
    package var kind: Kind
    /// What the manifests call it, and where it listens there: `api.openai.com` and 443.
    package var host: String
    package var port: Int
    /// `http` or `https`, as the manifests' URL says.
    package var scheme: String
    /// Where it is on this machine.
    package var address: ListenAddress

    package var json: JSON {
        [
            "caller": .string(caller), "callee": .string(callee), "kind": .string(kind.rawValue),
            "host": .string(host), "port": JSON(port), "address": .string(address.description),
        ]
    }

    /// The authority that a request to it carries in the cluster.
    var authority: String { port == (scheme == "https" ? 443 : 80) ? host : "\(host):\(port)" }
}
