import Kubernetes
import Vendors

extension Instance {
    /// The key for swapping `part` for `target`.
    ///
    /// - Parameter edge: the only caller it is swapped for.
    /// - Throws: `UnknownPart`, and `UnusableSwapTarget` for a store of another kind.
    package func swapKey(part: String, edge: String?, for target: SwapTarget) throws -> EdgeKey {
        let key = try edgeKey(part: part, edge: edge)
        let kind = world.data.stores.first { $0.name == part }?.kind.rawValue ?? SwapTarget.Kind.http.rawValue
        guard kind == target.kind.rawValue else {
            throw UnusableSwapTarget(url: "\(target)", reason: "'\(part)' speaks \(kind)")
        }
        return key
    }

    /// The key of `part`, or of the edge from the caller `edge` to it.
    ///
    /// - Throws: `UnknownPart`.
    func edgeKey(part: String, edge: String?) throws -> EdgeKey {
        // The gateway's pods are among them.
        let workloads = world.cluster.pods.map(\.workload)
        // The load balancer and the front ends call too.
        let callers = workloads + ["alb"] + world.frontends.map(\.project.name)
        if let edge, !callers.contains(edge) { throw UnknownPart(name: edge, known: callers) }
        let known = workloads + world.data.stores.map(\.name) + world.internet.mocks.map(\.api)
        // A host name may be that of an external that has no mock.
        guard known.contains(part) || part.contains(".") else { throw UnknownPart(name: part, known: known) }
        return EdgeKey(callee: part, caller: edge)
    }
}
