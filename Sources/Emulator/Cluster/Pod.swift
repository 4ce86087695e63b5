package import Diagnostics
package import Kubernetes
import NetworkPolicy

/// One pod of a Deployment, or of a gateway's data plane.
package struct Pod: Sendable {
    /// The workload's name, which is the Deployment's: `content`.
    package var workload: String
    package var namespace: String
    package var labels: [ObjectMeta.Pair]
    package var address: String
    /// The first container of the template; nil for a gateway's data plane, which no manifest of ours runs.
    package var container: Kubernetes.Container?
    package var volumes: [Volume]
    /// Of the Deployment.
    package var annotations: [ObjectMeta.Pair]
    /// Of the pods themselves.
    package var podAnnotations: [ObjectMeta.Pair] = []
    package var serviceAccountName: String?
    package var span: SourceSpan?

    /// As `kubectl` names it; the same at every start, because one pod plays the whole Deployment.
    package var name: String { "\(workload)-0" }

    package var component: String? { labels["app.kubernetes.io/component"] }

    /// The repository of its image, without registry, tag and digest: `promptsales/content`.
    package var image: String? { container.map { Self.repository(of: $0.image) } }

    /// The number of the container port that `port` names.
    package func number(of port: IntOrString) -> Int? {
        switch port {
        case .int(let number): number
        case .string(let name): container?.ports.first { $0.name == name }?.containerPort
        }
    }

    package static func repository(of image: String) -> String {
        var name = image[...]
        if let digest = name.firstIndex(of: "@") { name = name[..<digest] }
        var parts = name.split(separator: "/").map(String.init)
        // As Docker reads a reference: a first part with a dot or a port, or `localhost`, is the registry.
        if parts.count > 1, let first = parts.first, first.contains(".") || first.contains(":") || first == "localhost"
        {
            parts.removeFirst()
        }
        if let last = parts.last, let colon = last.firstIndex(of: ":") {
            parts[parts.count - 1] = String(last[..<colon])
        }
        return parts.joined(separator: "/")
    }
}
