import Kubernetes

/// What checks look up among the manifests: objects by their names, pods by their labels.
struct ManifestIndex: Sendable {
    struct Key: Hashable, Sendable {
        var kind: String
        var namespace: String
        var name: String

        init(_ kind: String, _ namespace: String, _ name: String) {
            self.kind = kind
            self.namespace = namespace
            self.name = name
        }

        init(_ kind: String, _ metadata: ObjectMeta) { self.init(kind, metadata.namespace, metadata.name) }

        init(_ manifest: Manifest) { self.init(manifest.kindName, manifest.metadata) }
    }

    private struct PodLabel: Hashable {
        var namespace: String
        var label: ObjectMeta.Pair
    }

    private(set) var pods: [Pods] = []
    /// The names of the Secrets that are made.
    private(set) var secrets: Set<Key> = []
    /// The autoscaler of each Deployment that has one; of several, the first.
    private(set) var scalers: [Key: Scaler] = [:]
    /// An address of each store outside, by the host where it answers, in lower case.
    private(set) var storeAddresses: [String: String] = [:]
    /// The places of what bears a name that an earlier object has, and of names beyond the 63 characters of a label.
    private(set) var repeated: [Int] = []
    private(set) var tooLong: [Int] = []
    private var firsts: [Key: Int] = [:]
    private var others: [Key: [Int]] = [:]
    private var podsByLabel: [PodLabel: [Int]] = [:]

    init(_ manifests: [Manifest]) {
        let loadBalancerClasses = LoadBalancerProvider.gatewayClasses(in: manifests)
        firsts.reserveCapacity(manifests.count)
        for (place, manifest) in manifests.enumerated() {
            add(Key(manifest), place)
            switch manifest {
            case .deployment(let object): add(Pods(object))
            case .externalSecret(let object):
                secrets.insert(Key("Secret", object.metadata.namespace, object.targetName))
            case .gateway(let object):
                if !loadBalancerClasses.contains(object.gatewayClassName) { add(Pods(object)) }
            case .horizontalPodAutoscaler(let object):
                add(Scaler(object), of: Key(Deployment.kind, object.metadata.namespace, object.deployment))
            case .scaledObject(let object):
                add(Scaler(object), of: Key(Deployment.kind, object.metadata.namespace, object.deployment))
            case .secret(let object): secrets.insert(Key("Secret", object.metadata))
            case .service(let object): add(object)
            default: break
            }
        }
    }

    private mutating func add(_ key: Key, _ place: Int) {
        if key.name.utf8.count > 63 { tooLong.append(place) }
        guard let first = firsts.updateValue(place, forKey: key) else { return }
        firsts[key] = first
        others[key, default: []].append(place)
        repeated.append(place)
    }

    private mutating func add(_ scaler: Scaler, of deployment: Key) {
        if let first = scalers.updateValue(scaler, forKey: deployment) { scalers[deployment] = first }
    }

    private mutating func add(_ pods: Pods) {
        for label in pods.labels {
            podsByLabel[PodLabel(namespace: pods.metadata.namespace, label: label), default: []].append(
                self.pods.count)
        }
        self.pods.append(pods)
    }

    private mutating func add(_ service: Service) {
        if let host = service.externalName, let range = service.metadata.annotations["orrery.dev/subnet"] {
            storeAddresses[host.lowercased()] = ManifestSet.firstHost(of: range)
        }
        if service.metadata.annotations["orrery.dev/ingress-class"] != nil { add(Pods(ofControllerBehind: service)) }
    }

    // MARK: - Looking up

    /// The place of the first object of the name.
    func first(_ key: Key) -> Int? { firsts[key] }

    /// The places of all of them, in order.
    func places(_ key: Key) -> [Int] { firsts[key].map { [$0] + (others[key] ?? []) } ?? [] }

    /// The pods of a namespace that a selector chooses; all of them where it asks for nothing.
    func pods(in namespace: String, chosenBy selector: LabelSelector) -> [Pods] {
        guard let first = selector.matchLabels.first else {
            return pods.filter { $0.metadata.namespace == namespace && selector.matches($0.labels) }
        }
        return (podsByLabel[PodLabel(namespace: namespace, label: first)] ?? []).map { pods[$0] }.filter {
            selector.matches($0.labels)
        }
    }
}
