import Kubernetes
import Vendors

extension Instance {
    /// The key for swapping `part` for `target`.
    ///
    /// - Parameter edge: the only caller it is swapped for.
    /// - Throws: `UnknownPart`, and `UnusableSwapTarget` for a store of another kind.
    package func swapKey(part: String, edge: String?, for target: SwapTarget) throws -> Swaps.Key {
        let workloads = world.cluster.pods.filter { $0.container != nil }.map(\.workload)
        // The gateway, the load balancer and the front ends call too.
        let callers = world.cluster.pods.map(\.workload) + ["alb"] + world.frontends.map(\.project.name)
        if let edge, !callers.contains(edge) { throw UnknownPart(name: edge, known: callers) }
        let key = Swaps.Key(callee: part, caller: edge)
        if let store = world.data.stores.first(where: { $0.name == part }) {
            guard store.kind.rawValue == target.kind.rawValue else {
                throw UnusableSwapTarget(url: "\(target)", reason: "'\(part)' speaks \(store.kind.rawValue)")
            }
            return key
        }
        let vendors = world.internet.mocks.map(\.api)
        // A host name may be that of an external that has no mock.
        guard workloads.contains(part) || vendors.contains(part) || part.contains(".") else {
            throw UnknownPart(name: part, known: workloads + world.data.stores.map(\.name) + vendors)
        }
        guard target.kind == .http else {
            throw UnusableSwapTarget(url: "\(target)", reason: "'\(part)' speaks http")
        }
        return key
    }
}
