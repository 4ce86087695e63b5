package import Diagnostics
package import Kubernetes
import NetworkPolicy

/// One pod of a Deployment, or of a gateway's data plane.
package final class Pod: Sendable {
    /// The workload's name, which is the Deployment's: `content`.
    package let workload: String
    package let namespace: String
    package let labels: [ObjectMeta.Pair]
    package let address: String
    /// The first container of the template; nil for a gateway's data plane, which no manifest of ours runs.
    package let container: Kubernetes.Container?
    /// Whether it is a gateway's data plane.
    package let isGateway: Bool
    /// Of its container, for those who ask on each request: a container is copied whole.
    package let ports: [Kubernetes.Container.Port]
    package let volumes: [Volume]
    /// Of the Deployment.
    package let annotations: [ObjectMeta.Pair]
    /// Of the pods themselves.
    package let podAnnotations: [ObjectMeta.Pair]
    package let serviceAccountName: String?
    package let span: SourceSpan?
    /// The pod as the one who calls others.
    let caller: Caller
    /// `services/content`.
    let key: String

    init(
        workload: String, namespace: String, labels: [ObjectMeta.Pair], address: String,
        container: Kubernetes.Container?, volumes: [Volume], annotations: [ObjectMeta.Pair],
        podAnnotations: [ObjectMeta.Pair] = [], serviceAccountName: String? = nil, span: SourceSpan?
    ) {
        self.workload = workload
        self.namespace = namespace
        self.labels = labels
        self.address = address
        self.container = container
        isGateway = container == nil
        ports = container?.ports ?? []
        self.volumes = volumes
        self.annotations = annotations
        self.podAnnotations = podAnnotations
        self.serviceAccountName = serviceAccountName
        self.span = span
        key = "\(namespace)/\(workload)"
        caller = Caller(
            name: workload, namespace: namespace,
            endpoint: .pod(namespace: namespace, name: workload, labels: labels, ip: address))
    }

    /// As `kubectl` names it; the same at every start, because one pod plays the whole Deployment.
    package var name: String { "\(workload)-0" }

    package var component: String? { labels["app.kubernetes.io/component"] }

    /// The repository of its image, without registry, tag and digest: `promptsales/content`.
    package var image: String? { container.map { Self.repository(of: $0.image) } }

    /// The number of the container port that `port` names.
    package func number(of port: IntOrString) -> Int? {
        switch port {
        case .int(let number): number
        case .string(let name): ports.first { $0.name == name }?.containerPort
        }
    }

    /// The name of the container port `number`; nil where it has none.
    func portName(_ number: Int) -> String? { ports.first { $0.containerPort == number }?.name }

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
