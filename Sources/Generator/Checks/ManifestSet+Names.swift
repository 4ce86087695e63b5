import Diagnostics
import Kubernetes

// Names, and what they and the selectors lead to.

extension ManifestSet {
    /// A name that becomes a label's value or a part of a host name has at most 63 characters, and stands for one object.
    func checkNames() -> [Diagnostic] {
        var seen: [Key: ObjectMeta] = [:]
        var found: [Diagnostic] = []
        for manifest in manifests where manifest.kindName != Kustomization.kind {
            let metadata = manifest.metadata
            let title = title(manifest.kindName, metadata)
            if metadata.name.utf8.count > 63 { found.append(.longName(title, at: span(of: metadata))) }
            // The same kind name in two API groups is two kinds.
            let group = manifest.apiVersion.split(separator: "/").dropLast().joined()
            let key = Key(
                kind: "\(group)/\(manifest.kindName)", namespace: metadata.namespace, name: metadata.name)
            if let first = seen[key] {
                found.append(.duplicateObject(title, at: span(of: metadata), first: span(of: first)))
            } else {
                seen[key] = metadata
            }
        }
        return found
    }

    /// A Service leads to pods, at a port that they listen on.
    func checkServices() -> [Diagnostic] {
        manifests.flatMap { manifest -> [Diagnostic] in
            guard case .service(let service) = manifest, service.type == .clusterIP, !service.selector.isEmpty else {
                return []
            }
            let name = title(Service.kind, service.metadata)
            let place = span(of: service.metadata)
            let chosen = pods(
                in: service.metadata.namespace, chosenBy: LabelSelector(matchLabels: service.selector))
            if chosen.isEmpty { return [.emptySelector(name, at: place)] }
            return service.ports.flatMap { port in
                let target = port.targetPort ?? .int(port.port)
                return chosen.filter { $0.number(of: target) == nil }.map { pod -> Diagnostic in
                    .servicePort(name, port.port, target, pod.metadata.name, at: port.span ?? place)
                }
            }
        }
    }

    /// What chooses pods by their labels chooses some; a policy without requirements means all there are.
    func checkSelectors() -> [Diagnostic] {
        manifests.compactMap { manifest -> Diagnostic? in
            let selector: LabelSelector
            switch manifest {
            case .deployment(let object):
                if object.selector.matches(object.template.labels) { return nil }
                return .mismatchingSelector(
                    title(Deployment.kind, object.metadata),
                    object.selector.firstMismatch(with: object.template.labels) ?? "", at: span(of: object.metadata))
            case .podDisruptionBudget(let object): selector = object.selector
            case .networkPolicy(let object): selector = object.spec.podSelector
            case .applicationNetworkPolicy(let object): selector = object.spec.podSelector
            case .ciliumNetworkPolicy(let object): selector = object.endpointSelector
            default: return nil
            }
            if selector == LabelSelector() || !pods(in: manifest.metadata.namespace, chosenBy: selector).isEmpty {
                return nil
            }
            return .emptySelector(title(manifest.kindName, manifest.metadata), at: span(of: manifest.metadata))
        }
    }
}
