import Kubernetes
import NetworkPolicy

/// Pods that will run: those of a Deployment, or those that a gateway's controller makes.
final class Pods: Sendable {
    let metadata: ObjectMeta
    let labels: [ObjectMeta.Pair]
    /// Nil for a gateway's.
    let template: PodTemplate?
    /// Of the Deployment; 1 where it names none, as the API server fills in.
    let replicas: Int
    /// Port numbers by name, as far as they have one.
    let ports: [(name: String?, number: Int)]

    init(
        metadata: ObjectMeta, labels: [ObjectMeta.Pair], template: PodTemplate? = nil, replicas: Int = 1,
        ports: [(name: String?, number: Int)]
    ) {
        self.metadata = metadata
        self.labels = labels
        self.template = template
        self.replicas = replicas
        self.ports = ports
    }

    /// The number of a port that is named or numbered; nil where nobody listens.
    func number(of port: IntOrString) -> Int? {
        switch port {
        case .int(let number): ports.contains { $0.number == number } ? number : nil
        case .string(let name): ports.first { $0.name == name }?.number
        }
    }

    var endpoint: Endpoint {
        .pod(namespace: metadata.namespace, name: metadata.name, labels: labels, ip: nil)
    }
}

extension Pods {
    /// Those of an Ingress controller, which the cluster's owner runs with the labels and ports that our Service names.
    convenience init(ofControllerBehind service: Service) {
        self.init(
            metadata: service.metadata, labels: service.selector,
            ports: service.ports.compactMap { port in
                guard case .int(let number)? = port.targetPort else { return nil }
                return (port.name, number)
            })
    }

    convenience init(_ deployment: Deployment) {
        self.init(
            metadata: deployment.metadata, labels: deployment.template.labels, template: deployment.template,
            replicas: deployment.replicas ?? 1,
            ports: deployment.template.containers.flatMap { container in
                container.ports.map { ($0.name, $0.containerPort) }
            })
    }

    /// The proxies that Envoy Gateway runs for a Gateway, with the labels that it gives them.
    convenience init(_ gateway: Gateway) {
        self.init(
            metadata: gateway.metadata,
            labels: [
                .init("app.kubernetes.io/component", "proxy"), .init("app.kubernetes.io/managed-by", "envoy-gateway"),
                .init("app.kubernetes.io/name", "envoy"),
                .init("gateway.envoyproxy.io/owning-gateway-name", gateway.metadata.name),
                .init("gateway.envoyproxy.io/owning-gateway-namespace", gateway.metadata.namespace),
            ], ports: gateway.listeners.map { ($0.name, $0.port) })
    }
}
