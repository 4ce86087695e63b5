import Determinism
package import JSONTree

/// What runs, for whoever asks from outside.
extension Instance {
    /// Each workload with its state, in the order of the manifests.
    package var workloadStatuses: [JSON] {
        world.cluster.pods.filter { !$0.isGateway }.map { pod in
            let status = world.kubelet.status(of: pod)
            let occupant = places.occupant(of: pod.workload, in: pod.namespace)
            return .compact([
                "name": .string(pod.workload), "namespace": .string(pod.namespace),
                "image": pod.image.map(JSON.string), "ready": .bool(status.isReady),
                "reason": status.reason.map(JSON.string),
                "played_by": .string(occupant == nil ? "image" : "process"),
                "process": occupant.map { ["port": JSON($0.port), "since": .string($0.since.rfc3339())] },
            ])
        }
    }

    /// The edges that have an address, in the order of their callers.
    package var openEdges: [Edge] { edges.all }

    /// Judges whether `caller` may reach `callee`, both by name.
    ///
    /// - Parameters:
    ///   - callee: a workload, a store, a vendor, or a host name.
    ///   - port: nil takes the port that the manifests give it.
    /// - Throws: `UnknownPart`.
    package func explainEdge(from caller: String, to callee: String, port: Int? = nil) throws -> ExplainedEdge {
        try plan.explainEdge(from: caller, to: callee, port: port)
    }
}
