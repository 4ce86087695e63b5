package import HTTP
package import Images

/// Calls within the process, for tests and tools: what a socket would bring, without the socket.
extension Instance {
    /// What the listener of the part `name` answers: `alb`, `portal`, `content-mcp`, `openai`.
    ///
    /// - Returns: nil for a part that does not speak HTTP.
    package func respond(to request: Request, at name: String) async -> Response? {
        guard let web = listeners.web.first(where: { $0.part.name == name }) else { return nil }
        return await web.handler(request)
    }

    /// The network as the containers of the Deployment `workload` see it; nil for a workload that is not there.
    package func network(of workload: String) -> ContainerNetwork? {
        world.cluster.pods.first { $0.workload == workload && !$0.isGateway }.map(world.mesh.network)
    }

    /// The containers' workloads, in the order of the manifests.
    package var workloads: [String] { world.cluster.pods.filter { !$0.isGateway }.map(\.workload) }
}
