import Diagnostics
import YAMLTree

/// Adds fields to an object as `kubectl patch --type strategic` does: maps are merged, the lists that Kubernetes merges
/// are merged by the key that it merges them by, other lists and scalars are replaced, and `null` removes.
/// https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/
struct ExtraMerge {
    /// Whether the kind is not Kubernetes' own, so that no list of it is merged.
    var isCustom: Bool
    /// The fields that have been added or replaced, and by what.
    var added: [Addition] = []
    var diagnostics: [Diagnostic] = []

    struct Addition {
        var path: FieldPath
        var fields: LocatedNode
    }

    init(isCustom: Bool) { self.isCustom = isCustom }

    mutating func merged(_ fields: LocatedNode, into object: YAML, _ path: FieldPath) -> YAML {
        guard case .map(let entries) = fields.value, case .map(var result) = object else { return object }
        for entry in entries {
            let place = path + .key(entry.key)
            let index = result.firstIndex { $0.key == entry.key }
            if case .scalar(.null, _) = entry.value.value {
                if let index { result.remove(at: index) }
                continue
            }
            guard let index else {
                added.append(Addition(path: place, fields: entry.value))
                result.append(.init(entry.key, entry.value.yaml))
                continue
            }
            let old = result[index].value
            if let expected = clash(entry.value, old, key: entry.key) {
                diagnostics.append(.extraType(place, entry.value, expected: expected))
                continue
            }
            result[index].value = replaced(old, entry.value, place, key: entry.key)
        }
        return .map(result)
    }

    private mutating func replaced(_ old: YAML, _ new: LocatedNode, _ place: FieldPath, key: String) -> YAML {
        switch (old, new.value) {
        case (.map, .map):
            return merged(new, into: old, place)
        case (.list(let items), .list(let nodes)):
            if let mergeKey = mergeKey(of: key, at: place), nodes.allSatisfy({ $0[mergeKey] != nil }) {
                return merged(nodes, into: items, by: mergeKey, place)
            }
            added.append(Addition(path: place, fields: new))
            return new.yaml
        case (.null, _), (.bool, _), (.int, _), (.double, _), (.string, _), (.list, _), (.map, _):
            added.append(Addition(path: place, fields: new))
            return new.yaml
        }
    }

    private mutating func merged(
        _ nodes: [LocatedNode], into items: [YAML], by key: String, _ place: FieldPath
    ) -> YAML {
        var result = items
        for node in nodes {
            if let index = result.firstIndex(where: { $0[key] == node[key]?.yaml }) {
                result[index] = merged(node, into: result[index], place + .item(index))
            } else {
                added.append(Addition(path: place + .item(result.count), fields: node))
                result.append(node.yaml)
            }
        }
        return .list(result)
    }

    /// What must stand there where something else does; nil where the value fits.
    private func clash(_ new: LocatedNode, _ old: YAML, key: String) -> String? {
        switch (old, new.value) {
        case (.map, .map), (.list, .list), (.null, _): nil
        case (.map, _): "a map"
        case (.list, _): "a list"
        case (.bool, .scalar(.bool, _)), (.string, .scalar(.string, _)): nil
        case (.int, .scalar(.int, _)), (.double, .scalar(.double, _)): nil
        case (.int, .scalar(.double, _)), (.double, .scalar(.int, _)): nil
        case (.int, .scalar(.string, _)) where isNumberOrName(key): nil
        case (.string, .scalar(.int, _)) where isNumberOrName(key): nil
        case (.bool, _): "a boolean"
        case (.int, _), (.double, _): "a number"
        case (.string, _): "a text"
        }
    }

    /// Kubernetes' type IntOrString.
    private func isNumberOrName(_ key: String) -> Bool {
        ["maxSurge", "maxUnavailable", "minAvailable", "port", "targetPort"].contains(key)
    }

    /// The `x-kubernetes-patch-merge-key` of a list of Kubernetes' own kinds; nil for a list that is replaced.
    private func mergeKey(of list: String, at path: FieldPath) -> String? {
        if isCustom { return nil }
        switch list {
        case "containers", "initContainers", "ephemeralContainers", "volumes", "env", "imagePullSecrets",
            "resourceClaims":
            return "name"
        case "volumeMounts": return "mountPath"
        case "volumeDevices": return "devicePath"
        case "hostAliases": return "ip"
        case "topologySpreadConstraints": return "topologyKey"
        case "ports": return path.steps.contains(.key("containers")) ? "containerPort" : "port"
        default: return nil
        }
    }
}
