import Diagnostics
import Kubernetes
import NetworkPolicy
import YAMLTree

/// Manifests, ordered for the checks that look at several of them together.
struct ManifestSet {
    /// Pods that will run: those of a Deployment, or those that a gateway's controller makes.
    final class Pods: Sendable {
        let metadata: ObjectMeta
        let labels: [ObjectMeta.Pair]
        /// Nil for a gateway's.
        let template: PodTemplate?
        /// Port numbers by name, as far as they have one.
        let ports: [(name: String?, number: Int)]

        init(
            metadata: ObjectMeta, labels: [ObjectMeta.Pair], template: PodTemplate?,
            ports: [(name: String?, number: Int)]
        ) {
            self.metadata = metadata
            self.labels = labels
            self.template = template
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

    struct Key: Hashable {
        var kind: String
        var namespace: String
        var name: String
    }

    /// What every object says of itself.
    struct Name {
        var kind: String
        var metadata: ObjectMeta
    }

    let manifests: [Manifest]
    /// Of the manifests, in their order: to ask each object anew takes longer than most checks.
    let names: [Name]
    let origins: ManifestOrigins
    let pods: [Pods]
    let policies: PolicySet
    /// The labels of the namespaces that are there.
    let namespaces: [String: [ObjectMeta.Pair]]
    /// The stores outside by the host where they answer, in lower case.
    let storesByHost: [String: Service]
    /// What others name: config maps, Deployments and Services. Of several with one name, the first.
    private let objects: [Key: Manifest]
    private let podsByLabel: [PodLabel: [Int]]

    private struct PodLabel: Hashable {
        var namespace: String
        var label: ObjectMeta.Pair
    }

    init(_ manifests: [Manifest], _ origins: ManifestOrigins) {
        self.manifests = manifests
        names = manifests.concurrentMap { manifest in
            let object = manifest.object
            return Name(kind: type(of: object).kind, metadata: object.metadata)
        }
        self.origins = origins
        let loadBalancerClasses = Self.loadBalancerClasses(manifests)
        var pods: [Pods] = []
        var networkPolicies: [Kubernetes.NetworkPolicy] = []
        var applicationPolicies: [ApplicationNetworkPolicy] = []
        var ciliumPolicies: [CiliumNetworkPolicy] = []
        var namespaces: [String: [ObjectMeta.Pair]] = [:]
        var storesByHost: [String: Service] = [:]
        var objects: [Key: Manifest] = [:]
        func keep(_ manifest: Manifest, _ kind: String, _ metadata: ObjectMeta) {
            let key = Key(kind: kind, namespace: metadata.namespace, name: metadata.name)
            if objects[key] == nil { objects[key] = manifest }
        }
        for manifest in manifests {
            switch manifest {
            case .configMap(let object): keep(manifest, ConfigMap.kind, object.metadata)
            case .deployment(let object):
                pods.append(Pods(object))
                keep(manifest, Deployment.kind, object.metadata)
            case .gateway(let object):
                if !loadBalancerClasses.contains(object.gatewayClassName) { pods.append(Pods(object)) }
            case .networkPolicy(let object): networkPolicies.append(object)
            case .applicationNetworkPolicy(let object): applicationPolicies.append(object)
            case .ciliumNetworkPolicy(let object): ciliumPolicies.append(object)
            case .service(let object):
                keep(manifest, Service.kind, object.metadata)
                if let host = object.externalName?.lowercased() { storesByHost[host] = object }
                if object.metadata.annotations["orrery.dev/ingress-class"] != nil {
                    pods.append(Pods(ofControllerBehind: object))
                }
            case .namespace(let object): namespaces[object.metadata.name] = object.labels
            default: break
            }
        }
        self.pods = pods
        self.namespaces = namespaces
        self.storesByHost = storesByHost
        policies = PolicySet(
            networkPolicies: networkPolicies, applicationPolicies: applicationPolicies,
            ciliumPolicies: ciliumPolicies, namespaces: namespaces)
        self.objects = objects
        var podsByLabel: [PodLabel: [Int]] = [:]
        for (index, pod) in pods.enumerated() {
            for label in pod.labels {
                podsByLabel[PodLabel(namespace: pod.metadata.namespace, label: label), default: []].append(index)
            }
        }
        self.podsByLabel = podsByLabel
    }

    // MARK: - Looking up

    func object(_ kind: String, _ name: String, in namespace: String) -> Manifest? {
        objects[Key(kind: kind, namespace: namespace, name: name)]
    }

    func deployment(_ name: String, in namespace: String) -> Deployment? {
        if case .deployment(let object)? = self.object(Deployment.kind, name, in: namespace) { object } else { nil }
    }

    func service(_ name: String, in namespace: String) -> Service? {
        if case .service(let object)? = self.object(Service.kind, name, in: namespace) { object } else { nil }
    }

    /// The pods of a namespace that a selector chooses; all of them where it asks for nothing.
    func pods(in namespace: String, chosenBy selector: LabelSelector) -> [Pods] {
        guard let first = selector.matchLabels.first else {
            return pods.filter { $0.metadata.namespace == namespace && selector.matches($0.labels) }
        }
        return (podsByLabel[PodLabel(namespace: namespace, label: first)] ?? []).map { pods[$0] }.filter {
            selector.matches($0.labels)
        }
    }

    /// Whether any pod of any namespace is chosen.
    func isChosenSomewhere(_ selector: LabelSelector) -> Bool { pods.contains { selector.matches($0.labels) } }

    /// The variables of a Deployment's containers that are plain text, in the order in which they are set.
    func variables(of pod: Pods) -> [ObjectMeta.Pair] {
        (pod.template?.containers ?? []).flatMap { container in
            container.envFrom.flatMap { source -> [ObjectMeta.Pair] in
                guard case .configMap(let name) = source.kind,
                    case .configMap(let map)? = object(ConfigMap.kind, name, in: pod.metadata.namespace)
                else { return [] }
                return map.data.map { .init(source.prefix + $0.name, $0.value, at: $0.span) }
            }
                + container.env.compactMap { variable -> ObjectMeta.Pair? in
                    guard case .text(let text) = variable.value else { return nil }
                    return .init(variable.name, text, at: variable.span)
                }
        }
    }

    /// Where an object stands: in its file, or in the blueprint that it was made from.
    func span(of metadata: ObjectMeta) -> SourceSpan? { metadata.span ?? origins.span(of: metadata) }

    /// Where a field of an object stands, or what is nearest to it; where the object was made, where that comes from.
    func span(of kind: String, _ metadata: ObjectMeta, at path: FieldPath.Step...) -> SourceSpan? {
        let name = ObjectName(kind: kind, namespace: metadata.namespace, name: metadata.name)
        return origins.span(of: name, at: path) ?? span(of: metadata)
    }

    /// Where a field of a container of a Deployment stands.
    func span(of container: Container, in pod: Pods, at path: FieldPath.Step...) -> SourceSpan? {
        let name = ObjectName(kind: Deployment.kind, namespace: pod.metadata.namespace, name: pod.metadata.name)
        let steps: [FieldPath.Step] = ["spec", "template", "spec", "containers", .key(container.name)]
        return origins.span(of: name, at: steps + path) ?? container.span ?? span(of: pod.metadata)
    }

    /// `Deployment 'services/content'`.
    func title(_ kind: String, _ metadata: ObjectMeta) -> String {
        "\(kind) '\(metadata.namespace.isEmpty ? "" : metadata.namespace + "/")\(metadata.name)'"
    }
}

extension ManifestSet {
    /// The classes of Gateways that are load balancers, and have no pods.
    fileprivate static func loadBalancerClasses(_ manifests: [Manifest]) -> [String] {
        let controllers = LoadBalancerProvider.allCases.map(\.gatewayController)
        return manifests.compactMap { manifest in
            guard case .gatewayClass(let found) = manifest, controllers.contains(found.controllerName) else {
                return nil
            }
            return found.metadata.name
        }
    }
}

extension ManifestSet.Pods {
    /// Those of an Ingress controller, which the cluster's owner runs with the labels and ports that our Service names.
    fileprivate convenience init(ofControllerBehind service: Service) {
        self.init(
            metadata: service.metadata, labels: service.selector, template: nil,
            ports: service.ports.compactMap { port in
                guard case .int(let number)? = port.targetPort else { return nil }
                return (port.name, number)
            })
    }

    fileprivate convenience init(_ deployment: Deployment) {
        self.init(
            metadata: deployment.metadata, labels: deployment.template.labels, template: deployment.template,
            ports: deployment.template.containers.flatMap { container in
                container.ports.map { ($0.name, $0.containerPort) }
            })
    }

    /// The proxies that Envoy Gateway runs for a Gateway, with the labels that it gives them.
    fileprivate convenience init(_ gateway: Gateway) {
        self.init(
            metadata: gateway.metadata,
            labels: [
                .init("app.kubernetes.io/component", "proxy"), .init("app.kubernetes.io/managed-by", "envoy-gateway"),
                .init("app.kubernetes.io/name", "envoy"),
                .init("gateway.envoyproxy.io/owning-gateway-name", gateway.metadata.name),
                .init("gateway.envoyproxy.io/owning-gateway-namespace", gateway.metadata.namespace),
            ], template: nil, ports: gateway.listeners.map { ($0.name, $0.port) })
    }
}
