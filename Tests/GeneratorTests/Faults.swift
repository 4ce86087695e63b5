import Blueprint
import Generator
import Kubernetes

extension [Manifest] {
    /// Changes the one object of that kind and name.
    mutating func edit<Kind: ManifestKind>(
        _ kind: Kind.Type, _ name: String, _ change: (inout Kind) -> Void
    ) {
        for index in indices {
            guard var object = self[index].object as? Kind, object.metadata.name == name else { continue }
            change(&object)
            self[index] = Manifest(object) ?? self[index]
        }
    }

    mutating func remove(_ kind: String, _ name: String) {
        removeAll { $0.kindName == kind && $0.metadata.name == name }
    }
}

extension Manifest {
    /// Only of the kinds that these tests change.
    fileprivate var object: (any ManifestKind)? {
        switch self {
        case .configMap(let object): object
        case .deployment(let object): object
        case .horizontalPodAutoscaler(let object): object
        case .networkPolicy(let object): object
        case .podDisruptionBudget(let object): object
        case .scaledObject(let object): object
        case .service(let object): object
        default: nil
        }
    }

    fileprivate init?(_ object: any ManifestKind) {
        switch object {
        case let object as ConfigMap: self = .configMap(object)
        case let object as Deployment: self = .deployment(object)
        case let object as HorizontalPodAutoscaler: self = .horizontalPodAutoscaler(object)
        case let object as NetworkPolicy: self = .networkPolicy(object)
        case let object as PodDisruptionBudget: self = .podDisruptionBudget(object)
        case let object as ScaledObject: self = .scaledObject(object)
        case let object as Service: self = .service(object)
        default: return nil
        }
    }
}

extension CheckTests {
    static let faults: [Fault] = podFaults + scalingFaults + nameFaults + policyFaults

    private static let podFaults: [Fault] = [
        Fault("an image without a tag", "image-without-tag") {
            $0.edit(Deployment.self, "content") { $0.template.containers[0].image = "registry.example:5000/content" }
        },
        Fault("the latest image", "image-without-tag") {
            $0.edit(Deployment.self, "content") { $0.template.containers[0].image = "content:latest" }
        },
        Fault("a probe at a port without a name", "probe-port") {
            $0.edit(Deployment.self, "content") {
                $0.template.containers[0].readinessProbe?.action = .httpGet(path: "/readyz", port: "web")
            }
        },
        Fault("a probe at a wrong number", "probe-port") {
            $0.edit(Deployment.self, "content") {
                $0.template.containers[0].livenessProbe?.action = .tcpSocket(port: 9001)
            }
        },
        Fault("one question for both probes", "identical-probes") {
            $0.edit(Deployment.self, "content") {
                $0.template.containers[0].livenessProbe?.action = .httpGet(path: "/readyz", port: "http")
            }
        },
        Fault("no time to sleep", "short-grace-period") {
            $0.edit(Deployment.self, "content") { $0.template.terminationGracePeriodSeconds = 15 }
        },
        Fault("no time to drain", "short-grace-period") {
            $0.edit(ConfigMap.self, "content") { map in
                map.data = map.data.map { $0.name == "DRAIN_SECONDS" ? .init($0.name, "36") : $0 }
            }
        },
        Fault("a secret that nothing makes", "undeclared-secret") { $0.remove(ExternalSecret.kind, "content-openai") },
        Fault("a secret of a scaler that nothing makes", "undeclared-secret") {
            $0.remove(ExternalSecret.kind, "runner-cache")
        },
        Fault("variables that nothing makes", "undeclared-config-map") { $0.remove(ConfigMap.kind, "content") },
    ]

    private static let scalingFaults: [Fault] = [
        Fault("no pod may go", "blocked-drain") {
            $0.edit(PodDisruptionBudget.self, "content") { $0.maxUnavailable = 0 }
        },
        Fault("no percent may go", "blocked-drain") {
            $0.edit(PodDisruptionBudget.self, "content") { $0.maxUnavailable = "0%" }
        },
        Fault("as many must stay as run at least", "blocked-drain") {
            $0.edit(PodDisruptionBudget.self, "content") {
                $0.maxUnavailable = nil
                $0.minAvailable = 2
            }
        },
        Fault("more than half of two must stay", "blocked-drain") {
            $0.edit(PodDisruptionBudget.self, "content") {
                $0.maxUnavailable = nil
                $0.minAvailable = "51%"
            }
        },
        Fault("broken pods are kept", "stuck-pods") {
            $0.edit(PodDisruptionBudget.self, "content") { $0.unhealthyPodEvictionPolicy = nil }
        },
        Fault("percent of nothing", "scale-without-request") {
            $0.edit(Deployment.self, "content") { $0.template.containers[0].resources = .init() }
        },
        Fault("percent of a container that is not there", "scale-without-request") {
            $0.edit(HorizontalPodAutoscaler.self, "content") { $0.metrics[0].container = "sidecar" }
        },
        Fault("a number beside an autoscaler", "rival-scalers") {
            $0.edit(Deployment.self, "content") { $0.replicas = 3 }
        },
        Fault("two autoscalers", "rival-scalers") {
            $0.append(
                .horizontalPodAutoscaler(
                    HorizontalPodAutoscaler(
                        metadata: ObjectMeta(name: "runner", namespace: "workers"), deployment: "runner",
                        minReplicas: 1, maxReplicas: 2,
                        metrics: [.init(resource: "cpu", container: "runner", averageUtilization: 50)])))
        },
        Fault("more at least than at most", "scale-bounds") {
            $0.edit(ScaledObject.self, "runner") { $0.minReplicaCount = 21 }
        },
        Fault("an autoscaler of nothing", "missing-target") {
            $0.edit(ScaledObject.self, "runner") { $0.deployment = "walker" }
        },
    ]

    private static let nameFaults: [Fault] = [
        Fault("a long name", "long-name") {
            $0.append(.configMap(ConfigMap(metadata: ObjectMeta(name: String(repeating: "a", count: 64)), data: [])))
        },
        Fault("two objects of one name", "duplicate-object") {
            $0.append(.configMap(ConfigMap(metadata: ObjectMeta(name: "content", namespace: "services"), data: [])))
        },
        Fault("a budget of nobody", "empty-selector") {
            $0.edit(PodDisruptionBudget.self, "content") { $0.selector.matchLabels[0].value = "contents" }
        },
        Fault("a service of nobody", "empty-selector") {
            $0.edit(Service.self, "auth") { $0.selector[0].value = "authority" }
        },
        Fault("a deployment that does not know its pods", "mismatching-selector") {
            $0.edit(Deployment.self, "runner") { $0.selector.matchLabels[0].value = "walker" }
        },
        Fault("a service that leads to no port", "service-port") {
            $0.edit(Service.self, "auth") { $0.ports[0].targetPort = "web" }
        },
    ]

    private static let policyFaults: [Fault] = [
        Fault("an edge without its policy", "unreachable-edge") { $0.remove("NetworkPolicy", "content-to-ads-mcp") },
        Fault("an edge that the other end keeps out", "unreachable-edge") {
            $0.remove("NetworkPolicy", "ads-mcp-from-content")
        },
        Fault("a vendor without its policy", "unreachable-edge") {
            $0.remove("ApplicationNetworkPolicy", "content-to-openai")
        },
        Fault("a policy for another port", "unreachable-edge") {
            $0.edit(NetworkPolicy.self, "content-to-cache") { $0.spec.egress[0].ports = [.init(6380)] }
        },
        Fault("a load balancer that is kept out", "unreachable-probe") {
            $0.edit(NetworkPolicy.self, "gateway-from-load-balancer") { $0.spec.ingress[0].peers.removeLast() }
        },
        Fault("a namespace that bears no such label", "unlabelled-namespace", "unreachable-edge") {
            $0.edit(NetworkPolicy.self, "content-to-ads-mcp") {
                $0.spec.egress[0].peers[0].namespaceSelector = LabelSelector(matchLabels: [.init("team", "agents")])
            }
        },
        Fault("a peer of another namespace", "peer-without-namespace", "unreachable-edge") {
            $0.edit(NetworkPolicy.self, "content-to-ads-mcp") { $0.spec.egress[0].peers[0].namespaceSelector = nil }
        },
        Fault("bits behind the prefix", "cidr-host-bits") {
            $0.edit(NetworkPolicy.self, "content-to-cache") {
                $0.spec.egress[0].peers = [.init(ipBlock: .init(cidr: "10.20.3.7/24"))]
            }
        },
        Fault("a block that is none", "bad-cidr", "unreachable-edge") {
            $0.edit(NetworkPolicy.self, "content-to-cache") {
                $0.spec.egress[0].peers = [.init(ipBlock: .init(cidr: "10.20.3.0"))]
            }
        },
        Fault("an exception outside", "exception-outside") {
            $0.edit(NetworkPolicy.self, "content-to-cache") {
                $0.spec.egress[0].peers[0].ipBlock?.except = ["10.30.0.0/24"]
            }
        },
        Fault("a peer that is nobody", "empty-peer") {
            $0.edit(NetworkPolicy.self, "content-to-cache") { $0.spec.egress[0].peers.append(.init()) }
        },
        Fault("a peer that is two things", "mixed-peer") {
            $0.edit(NetworkPolicy.self, "content-to-cache") {
                $0.spec.egress[0].peers[0].podSelector = LabelSelector()
            }
        },
        Fault("a range that ends before it begins", "bad-end-port") {
            $0.edit(NetworkPolicy.self, "content-to-cache") { $0.spec.egress[0].ports.append(.init(90, endPort: 80)) }
        },
        Fault("rules that policyTypes leaves out", "unused-rules", "unreachable-edge") {
            $0.edit(NetworkPolicy.self, "content-to-cache") { $0.spec.policyTypes = [.ingress] }
        },
        Fault("names that Cilium never sees", "unseen-names") {
            $0.append(
                .ciliumNetworkPolicy(
                    CiliumNetworkPolicy(
                        metadata: ObjectMeta(name: "names", namespace: "services"), endpointSelector: LabelSelector(),
                        egress: [.init(toFQDNs: [.name("a.example")])])))
        },
    ]
}
