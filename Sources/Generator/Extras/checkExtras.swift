package import Blueprint
package import Diagnostics
import YAMLTree

/// What is wrong with the fields that a blueprint adds to objects: no such object, a field of another type, a field
/// that the generator owns. In the order of the file, each once.
package func checkExtras(of system: System) -> [Diagnostic] {
    if system.extras.isEmpty, system.environments.allSatisfy(\.extras.isEmpty) { return [] }
    var diagnostics: [Diagnostic] = []
    var found: Set<String> = []
    var known: Set<String> = []
    for environment in system.environments {
        let objects = renderedObjects(for: system.withoutExtras, environment: environment.withoutExtras)
            .filter { $0.name.kind != projectKind }
        let byName = Dictionary(objects.map { ($0.name.description, $0) }) { first, _ in first }
        known.formUnion(byName.keys)
        for extra in environment.extras where byName[extra.object] == nil {
            diagnostics.append(.unknownObject(extra, in: environment.name, known: byName.keys.sorted()))
        }
        for extra in system.extras + environment.extras {
            guard let object = byName[extra.object] else { continue }
            found.insert(extra.object)
            diagnostics += check(extra, object, among: objects)
        }
    }
    for extra in system.extras where !found.contains(extra.object) {
        diagnostics.append(.unknownObject(extra, in: nil, known: known.sorted()))
    }
    var seen: [Diagnostic] = []
    for diagnostic in diagnostics.sorted() where !seen.contains(diagnostic) { seen.append(diagnostic) }
    return seen
}

private func check(_ extra: Extra, _ object: RenderedObject, among objects: [RenderedObject]) -> [Diagnostic] {
    var merge = ExtraMerge(isCustom: object.yaml.isCustomResource)
    _ = merge.merged(extra.fields, into: object.yaml, FieldPath())
    let scaler = objects.first { scaler in
        ["HorizontalPodAutoscaler", "ScaledObject"].contains(scaler.name.kind)
            && scaler.name.namespace == object.name.namespace
            && scaler.yaml["spec"]?["scaleTargetRef"]?["name"] == .string(object.name.name)
    }
    return merge.diagnostics + ownedFields(extra.fields, FieldPath(), object.name, scaler: scaler?.name)
}

/// A diagnostic for each field that is not the blueprint's to set.
private func ownedFields(
    _ node: LocatedNode, _ path: FieldPath, _ object: ObjectName, scaler: ObjectName?
) -> [Diagnostic] {
    guard case .map(let entries) = node.value else { return [] }
    return entries.flatMap { entry in
        let place = path + .key(entry.key)
        if let owner = owner(of: place, object, scaler: scaler) {
            return [Diagnostic.ownedField(place, of: object, owner, at: entry.keySpan)]
        }
        return ownedFields(entry.value, place, object, scaler: scaler)
    }
}

/// Why a field must stay as the generator makes it; nil for a field that is free.
private func owner(of path: FieldPath, _ object: ObjectName, scaler: ObjectName?) -> String? {
    switch path.description {
    case "apiVersion", "kind", "metadata.name", "metadata.namespace": return "it says which object this is"
    case "status": return "the cluster writes it"
    case "spec.replicas" where scaler != nil: return "'\(scaler.map(\.description) ?? "")' owns the number of replicas"
    case "spec.selector" where ["Deployment", "Service", "PodDisruptionBudget"].contains(object.kind),
        "spec.podSelector":
        return "by it the object finds its pods"
    case "spec.scaleTargetRef": return "by it the scaler finds its Deployment"
    default: break
    }
    guard case .key(let key)? = path.steps.last else { return nil }
    if key.hasPrefix("orrery.dev/") { return "it tells the emulator what the blueprint says" }
    if key == "app.kubernetes.io/name" { return "other objects find the pods by it" }
    return nil
}

extension System {
    fileprivate var withoutExtras: System {
        var system = self
        system.extras = []
        return system
    }
}

extension Environment {
    fileprivate var withoutExtras: Environment {
        var environment = self
        environment.extras = []
        return environment
    }
}
