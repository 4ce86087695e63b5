import Diagnostics
import Kubernetes
import YAMLTree

// Names, and what they and the selectors lead to.

extension ManifestSet {
    /// A name that becomes a label's value or a part of a host name has at most 63 characters, and stands for one object.
    func checkNames() -> [Diagnostic] {
        var seen: [Key: [Int]] = [:]
        seen.reserveCapacity(names.count)
        var found: [Diagnostic] = []
        for (index, object) in names.enumerated() where object.kind != Kustomization.kind {
            let (kind, metadata) = (object.kind, object.metadata)
            if metadata.name.utf8.count > 63 {
                let place = span(of: kind, metadata, at: "metadata", "name")
                found.append(.longName(title(kind, metadata), at: place))
            }
            let key = Key(kind: kind, namespace: metadata.namespace, name: metadata.name)
            // The same kind name in two API groups is two kinds.
            let first = seen[key]?.first { group(of: manifests[$0]) == group(of: manifests[index]) }
            seen[key, default: []].append(index)
            if let first {
                let places = (span(of: metadata), span(of: names[first].metadata))
                found.append(.duplicateObject(title(kind, metadata), at: places.0, first: places.1))
            }
        }
        return found
    }

    private func group(of manifest: Manifest) -> Substring { manifest.apiVersion.prefix { $0 != "/" } }

    /// A Service leads to pods, at a port that they listen on.
    func checkServices() -> [Diagnostic] {
        manifests.flatMap { manifest -> [Diagnostic] in
            guard case .service(let service) = manifest, service.type == .clusterIP, !service.selector.isEmpty else {
                return []
            }
            let chosen = pods(
                in: service.metadata.namespace, chosenBy: LabelSelector(matchLabels: service.selector))
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
                        at: span(
                            of: Service.kind, service.metadata, at: "spec", "ports", .item(index), "targetPort"))
                }
            }
        }
    }

    /// What chooses pods by their labels chooses some; a policy without requirements means all there are.
    func checkSelectors() -> [Diagnostic] {
        zip(names, manifests).compactMap { name, manifest -> Diagnostic? in
            let selector: LabelSelector
            var key: FieldPath.Step = "podSelector"
            switch manifest {
            case .deployment(let object):
                if object.selector.matches(object.template.labels) { return nil }
                return .mismatchingSelector(
                    title(Deployment.kind, object.metadata),
                    object.selector.firstMismatch(with: object.template.labels) ?? "",
                    at: span(of: Deployment.kind, object.metadata, at: "spec", "selector", "matchLabels"))
            case .podDisruptionBudget(let object): (selector, key) = (object.selector, "selector")
            case .networkPolicy(let object): selector = object.spec.podSelector
            case .applicationNetworkPolicy(let object): selector = object.spec.podSelector
            case .ciliumNetworkPolicy(let object): (selector, key) = (object.endpointSelector, "endpointSelector")
            default: return nil
            }
            if selector == LabelSelector() || !pods(in: name.metadata.namespace, chosenBy: selector).isEmpty {
                return nil
            }
            return .emptySelector(
                title(name.kind, name.metadata), at: span(of: name.kind, name.metadata, at: "spec", key))
        }
    }
}
