import Diagnostics
import Kubernetes
import YAMLTree

// Names, and what they and the selectors lead to.

extension ManifestSet {
    /// A name that becomes a label's value or a part of a host name has at most 63 characters, and stands for one object.
    func checkNames() -> [Diagnostic] {
        let tooLong = index.tooLong.map { manifests[$0] }.filter { $0.kindName != Kustomization.kind }
        return tooLong.map { manifest in
            let (kind, metadata) = (manifest.kindName, manifest.metadata)
            return .longName(title(kind, metadata), at: span(of: kind, metadata, at: "metadata", "name"))
        } + index.repeated.compactMap(duplicate)
    }

    /// What to say of the object at `place`, whose name an earlier one bears.
    private func duplicate(at place: Int) -> Diagnostic? {
        let manifest = manifests[place]
        // The same kind name in two API groups is two kinds.
        let first = index.places(Key(manifest)).first { group(of: manifests[$0]) == group(of: manifest) }
        guard let first, first < place, manifest.kindName != Kustomization.kind else { return nil }
        return .duplicateObject(
            title(manifest.kindName, manifest.metadata), at: span(of: manifest.metadata),
            first: span(of: manifests[first].metadata))
    }

    private func group(of manifest: Manifest) -> Substring { manifest.apiVersion.prefix { $0 != "/" } }

    /// A Service leads to pods, at a port that they listen on.
    func checkPorts(of service: Service) -> [Diagnostic] {
        guard service.type == .clusterIP, !service.selector.isEmpty else { return [] }
        let chosen = pods(in: service.metadata.namespace, chosenBy: LabelSelector(matchLabels: service.selector))
        if chosen.isEmpty {
            return [
                .emptySelector(
                    title(Service.kind, service.metadata),
                    at: span(of: Service.kind, service.metadata, at: "spec", "selector"))
            ]
        }
        return service.ports.enumerated().flatMap { index, port in
            let target = port.targetPort ?? .int(port.port)
            return chosen.filter { $0.number(of: target) == nil }.map { pod -> Diagnostic in
                .servicePort(
                    title(Service.kind, service.metadata), port.port, target, pod.metadata.name,
                    at: span(of: Service.kind, service.metadata, at: "spec", "ports", .item(index), "targetPort"))
            }
        }
    }

    /// A Deployment chooses its own pods.
    func checkSelector(of deployment: Deployment) -> [Diagnostic] {
        if deployment.selector.matches(deployment.template.labels) { return [] }
        return [
            .mismatchingSelector(
                title(Deployment.kind, deployment.metadata),
                deployment.selector.firstMismatch(with: deployment.template.labels) ?? "",
                at: span(of: Deployment.kind, deployment.metadata, at: "spec", "selector", "matchLabels"))
        ]
    }

    /// What chooses pods by their labels, below `spec.key`, chooses some; without requirements it means all there are.
    func checkSelector(_ selector: LabelSelector, _ key: FieldPath.Step, of manifest: Manifest) -> [Diagnostic] {
        let metadata = manifest.metadata
        if selector == LabelSelector() || !pods(in: metadata.namespace, chosenBy: selector).isEmpty { return [] }
        let kind = manifest.kindName
        return [.emptySelector(title(kind, metadata), at: span(of: kind, metadata, at: "spec", key))]
    }
}
