package import Diagnostics
package import Kubernetes

/// What the manifests say, ordered for looking things up. Nothing in it changes while an instance runs.
package struct Cluster: Sendable {
    package let manifests: [Manifest]
    package let pods: [Pod]
    package let services: [Service]
    let configMaps: [ConfigMap]
    let externalSecrets: [ExternalSecret]
    /// Those that are written in a manifest.
    let secrets: [Secret]
    private let servicesByName: [Key: Service]
    private let podsByService: [Key: [Pod]]

    private struct Key: Hashable {
        var namespace: String
        var name: String
    }

    /// - Parameter diagnostics: takes what the manifests say that nothing here can do.
    package init(manifests: [Manifest], _ diagnostics: inout [Diagnostic]) {
        self.manifests = manifests
        let loadBalancerClasses = LoadBalancerProvider.gatewayClasses(in: manifests)
        var pods: [Pod] = []
        var services: [Service] = []
        var configMaps: [ConfigMap] = []
        var externalSecrets: [ExternalSecret] = []
        var secrets: [Secret] = []
        for manifest in manifests {
            switch manifest {
            case .deployment(let deployment):
                pods.append(Self.pod(of: deployment, number: pods.count, &diagnostics))
            case .gateway(let gateway) where !loadBalancerClasses.contains(gateway.gatewayClassName):
                pods.append(Self.pod(of: gateway, number: pods.count))
            case .service(let service):
                services.append(service)
                if service.metadata.annotations[Self.ingressClassAnnotation] != nil {
                    pods.append(Self.pod(ofIngressControllerBehind: service, number: pods.count))
                }
            case .configMap(let map): configMaps.append(map)
            case .externalSecret(let secret): externalSecrets.append(secret)
            case .secret(let secret): secrets.append(secret)
            default: break
            }
        }
        self.pods = pods
        self.services = services
        self.configMaps = configMaps
        self.externalSecrets = externalSecrets
        self.secrets = secrets
        servicesByName = Dictionary(services.map { (Self.key($0), $0) }) { first, _ in first }
        podsByService = servicesByName.mapValues { Self.pods(of: $0, among: pods) }
    }

    private static func key(_ service: Service) -> Key {
        Key(namespace: service.metadata.namespace, name: service.metadata.name)
    }

    private static func pod(of deployment: Deployment, number: Int, _ diagnostics: inout [Diagnostic]) -> Pod {
        let template = deployment.template
        if template.containers.count > 1 {
            diagnostics.append(
                Diagnostic(
                    "extra-container",
                    "'\(deployment.metadata.name)' has \(template.containers.count) containers; only the first one runs here",
                    at: deployment.metadata.span, severity: .warning))
        }
        return Pod(
            workload: deployment.metadata.name, namespace: deployment.metadata.namespace, labels: template.labels,
            address: address(number), container: template.containers.first, volumes: template.volumes,
            annotations: deployment.metadata.annotations, podAnnotations: template.annotations,
            serviceAccountName: template.serviceAccountName, span: deployment.metadata.span)
    }

    /// The pod that Envoy Gateway runs for a Gateway, with the labels it gives to it.
    private static func pod(of gateway: Gateway, number: Int) -> Pod {
        Pod(
            workload: gateway.metadata.name, namespace: gateway.metadata.namespace,
            labels: [
                .init("app.kubernetes.io/component", "proxy"), .init("app.kubernetes.io/managed-by", "envoy-gateway"),
                .init("app.kubernetes.io/name", "envoy"),
                .init("gateway.envoyproxy.io/owning-gateway-name", gateway.metadata.name),
                .init("gateway.envoyproxy.io/owning-gateway-namespace", gateway.metadata.namespace),
            ],
            address: address(number), container: nil, volumes: [], annotations: [], span: gateway.metadata.span)
    }

    /// Whose pods a Service leads to, where they are an Ingress controller's: the name of its class.
    static let ingressClassAnnotation = "orrery.dev/ingress-class"
    /// The path that such a controller answers itself, for health checks.
    static let healthPathAnnotation = "orrery.dev/health-path"

    /// The pod of an Ingress controller, which the platform runs: no manifest of ours does.
    private static func pod(ofIngressControllerBehind service: Service, number: Int) -> Pod {
        Pod(
            workload: service.metadata.name, namespace: service.metadata.namespace, labels: service.selector,
            address: address(number), container: nil, volumes: [], annotations: service.metadata.annotations,
            span: service.metadata.span)
    }

    /// Pods get the addresses of one range, in the order of the manifests.
    private static func address(_ number: Int) -> String { "10.244.\(number / 250).\(number % 250 + 2)" }

    // MARK: - Looking up

    package func service(_ name: String, in namespace: String) -> Service? {
        servicesByName[Key(namespace: namespace, name: name)]
    }

    /// The pods that a service's selector chooses.
    package func pods(of service: Service) -> [Pod] {
        podsByService[Self.key(service)] ?? Self.pods(of: service, among: pods)
    }

    private static func pods(of service: Service, among pods: [Pod]) -> [Pod] {
        if service.selector.isEmpty { return [] }
        return pods.filter { pod in
            pod.namespace == service.metadata.namespace
                && service.selector.allSatisfy { pod.labels[$0.name] == $0.value }
        }
    }

    /// The service that `host` names for somebody in `namespace`, as the cluster's resolver and its search list have it:
    /// `ads`, `ads.services`, `ads.services.svc` and `ads.services.svc.cluster.local`, with a final dot or without.
    package func service(named host: String, from namespace: String) -> Service? {
        var name = host.lowercased()[...]
        let isAbsolute = name.hasSuffix(".")
        if isAbsolute { name = name.dropLast() }
        var parts = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        if parts.count == 5, parts.suffix(3) == ["svc", "cluster", "local"] {
            parts.removeLast(3)
        } else if isAbsolute {
            return nil
        } else if parts.count == 3, parts[2] == "svc" {
            parts.removeLast()
        }
        switch parts.count {
        case 1: return service(parts[0], in: namespace)
        case 2: return service(parts[0], in: parts[1])
        default: return nil
        }
    }

    /// The store that answers at `host`: the ExternalName service that points there.
    package func store(at host: String) -> Service? {
        services.first { $0.type == .externalName && $0.externalName?.lowercased() == host.lowercased() }
    }

    package var stores: [Service] { services.filter { $0.type == .externalName } }
}
