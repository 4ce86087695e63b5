package import Blueprint
package import Diagnostics
import Kubernetes
import YAMLTree

/// What would only fail in the cluster of each environment, extras included; what is wrong in several is said once.
package func manifestFaults(of system: System, in environments: [Environment]) -> [Diagnostic] {
    let origins = ManifestOrigins(system)
    var found: [Diagnostic] = []
    for environment in environments {
        var objects: [Manifest] = []
        var extras: [String: SourceSpan] = [:]
        for file in manifests(for: system, environment: environment) {
            for object in file.objects {
                let name = ObjectName(object)
                guard let extra = file.extras.first(where: { $0.object == name.description }) else {
                    objects.append(object)
                    continue
                }
                // What the author adds is known only as text; it is read back under the object's own name.
                extras[extra.object] = extra.span
                let text = object.yaml.adding(file.extras, to: name).text
                // `checkExtras` has said what cannot be read.
                var readings: [Diagnostic] = []
                objects += readManifests(files: [(extra.object, text)], &readings)
            }
        }
        let faults = checkManifests(objects, origins: origins).map { $0.placed(at: extras) }
        found += faults.filter { !found.contains($0) }
    }
    return found
}

extension Diagnostic {
    /// The same, at the extras of the object that it stands in.
    fileprivate func placed(at extras: [String: SourceSpan]) -> Diagnostic {
        guard let span, let place = extras[span.file] else { return self }
        var placed = self
        placed.span = place
        return placed
    }
}
