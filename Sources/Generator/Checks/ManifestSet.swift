import Diagnostics
import Kubernetes
import NetworkPolicy
import YAMLTree

/// Manifests, ordered for the checks that look at several of them together.
struct ManifestSet: Sendable {
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

    typealias Key = ManifestIndex.Key

    let manifests: [Manifest]
    let origins: ManifestOrigins
    let pods: [Pods]
    let policies: PolicySet
    /// The labels of the namespaces that are there.
    let namespaces: [String: [ObjectMeta.Pair]]
    /// An address of each store outside, by the host where it answers, in lower case.
    let storeAddresses: [String: String]
    /// The names of the Secrets that are made.
    let secrets: Set<Key>
    /// What the autoscalers of Deployments go down to.
    let leastReplicas: [Key: Int]
    /// The objects by their names.
    let index: ManifestIndex
    private let podsByLabel: [PodLabel: [Int]]

    private struct PodLabel: Hashable {
        var namespace: String
        var label: ObjectMeta.Pair
    }

    init(_ manifests: [Manifest], _ origins: ManifestOrigins) {
        self.manifests = manifests
        self.origins = origins
        let loadBalancerClasses = Self.loadBalancerClasses(manifests)
        var pods: [Pods] = []
        var networkPolicies: [Kubernetes.NetworkPolicy] = []
        var applicationPolicies: [ApplicationNetworkPolicy] = []
        var ciliumPolicies: [CiliumNetworkPolicy] = []
        var namespaces: [String: [ObjectMeta.Pair]] = [:]
        var storeAddresses: [String: String] = [:]
        var secrets: Set<Key> = []
        var leastReplicas: [Key: Int] = [:]
        for manifest in manifests {
            switch manifest {
            case .applicationNetworkPolicy(let object): applicationPolicies.append(object)
            case .ciliumNetworkPolicy(let object): ciliumPolicies.append(object)
            case .deployment(let object): pods.append(Pods(object))
            case .externalSecret(let object):
                secrets.insert(Key("Secret", object.metadata.namespace, object.targetName))
            case .gateway(let object):
                if !loadBalancerClasses.contains(object.gatewayClassName) { pods.append(Pods(object)) }
            case .horizontalPodAutoscaler(let object):
                leastReplicas[Key(Deployment.kind, object.metadata.namespace, object.deployment)] = object.minReplicas
            case .namespace(let object): namespaces[object.metadata.name] = object.labels
            case .networkPolicy(let object): networkPolicies.append(object)
            case .scaledObject(let object):
                leastReplicas[Key(Deployment.kind, object.metadata.namespace, object.deployment)] =
                    max(1, object.minReplicaCount)
            case .secret(let object): secrets.insert(Key("Secret", object.metadata))
            case .service(let object):
                if let host = object.externalName, let range = object.metadata.annotations["orrery.dev/subnet"] {
                    storeAddresses[host.lowercased()] = Self.firstHost(of: range)
                }
                if object.metadata.annotations["orrery.dev/ingress-class"] != nil {
                    pods.append(Pods(ofControllerBehind: object))
                }
            default: break
            }
        }
        self.pods = pods
        self.namespaces = namespaces
        self.storeAddresses = storeAddresses
        self.secrets = secrets
        self.leastReplicas = leastReplicas
        (index, self.policies) = concurrently(
            { [manifests] in ManifestIndex(manifests) },
            { [networkPolicies, applicationPolicies, ciliumPolicies, namespaces] in
                PolicySet(
                    networkPolicies: networkPolicies, applicationPolicies: applicationPolicies,
                    ciliumPolicies: ciliumPolicies, namespaces: namespaces)
            })
        var podsByLabel: [PodLabel: [Int]] = [:]
        for (index, pod) in pods.enumerated() {
            for label in pod.labels {
                podsByLabel[PodLabel(namespace: pod.metadata.namespace, label: label), default: []].append(index)
            }
        }
        self.podsByLabel = podsByLabel
    }

    // MARK: - Looking up

    /// The first object of the name.
    func object(_ kind: String, _ name: String, in namespace: String) -> Manifest? {
        index.first(Key(kind, namespace, name)).map { manifests[$0] }
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
            metadata: service.metadata, labels: service.selector,
            ports: service.ports.compactMap { port in
                guard case .int(let number)? = port.targetPort else { return nil }
                return (port.name, number)
            })
    }

    fileprivate convenience init(_ deployment: Deployment) {
        self.init(
            metadata: deployment.metadata, labels: deployment.template.labels, template: deployment.template,
            replicas: deployment.replicas ?? 1,
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
            ], ports: gateway.listeners.map { ($0.name, $0.port) })
    }
}
