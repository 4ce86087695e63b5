import Diagnostics
import Kubernetes
import NetworkPolicy
import YAMLTree

/// Manifests, ordered for the checks that look at several of them together.
struct ManifestSet: Sendable {
    typealias Key = ManifestIndex.Key

    let manifests: [Manifest]
    let origins: ManifestOrigins
    let index: ManifestIndex
    let policies: PolicySet
    /// The labels of the namespaces that are there.
    let namespaces: [String: [ObjectMeta.Pair]]

    init(_ manifests: [Manifest], _ origins: ManifestOrigins) {
        self.manifests = manifests
        self.origins = origins
        var namespaces: [String: [ObjectMeta.Pair]] = [:]
        for case .namespace(let object) in manifests { namespaces[object.metadata.name] = object.labels }
        self.namespaces = namespaces
        (index, policies) = concurrently(
            { ManifestIndex(manifests) }, { [namespaces] in Self.policies(manifests, namespaces) })
    }

    private static func policies(_ manifests: [Manifest], _ namespaces: [String: [ObjectMeta.Pair]]) -> PolicySet {
        var networkPolicies: [Kubernetes.NetworkPolicy] = []
        var applicationPolicies: [ApplicationNetworkPolicy] = []
        var ciliumPolicies: [CiliumNetworkPolicy] = []
        for manifest in manifests {
            switch manifest {
            case .applicationNetworkPolicy(let object): applicationPolicies.append(object)
            case .ciliumNetworkPolicy(let object): ciliumPolicies.append(object)
            case .networkPolicy(let object): networkPolicies.append(object)
            default: break
            }
        }
        return PolicySet(
            networkPolicies: networkPolicies, applicationPolicies: applicationPolicies, ciliumPolicies: ciliumPolicies,
            namespaces: namespaces)
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
        index.pods(in: namespace, chosenBy: selector)
    }

    /// Whether any pod of any namespace is chosen.
    func isChosenSomewhere(_ selector: LabelSelector) -> Bool { index.pods.contains { selector.matches($0.labels) } }

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
