package import Blueprint
package import Diagnostics
import Kubernetes
import YAMLTree

/// What would only fail in the cluster of each environment, extras included; what is wrong in several is said once.
///
/// A fault stands at the one value of the blueprint that is to blame, where there is one: in an extra, or found by
/// changing values (`Provenance`); else at the edge or the part that the object belongs to.
///
/// - Parameter provenance: asked for only where there is a fault; nil for a system that no text is known of.
package func manifestFaults(
    of system: System, in environments: [EnvironmentFiles], provenance: @autoclosure () -> Provenance? = nil
) -> [Diagnostic] {
    var found: [Diagnostic] = []
    var asked: Provenance?
    for environment in environments {
        if checkManifests(environment.objects).isEmpty { continue }
        // Once more, from text, in which every field has a place.
        asked = asked ?? provenance()
        var places = BlueprintPlaces(of: environment, system, asked)
        let faults = checkManifests(places.objects, origins: ManifestOrigins(documents: places.documents))
        for fault in faults.map({ places.placed($0) }) where !found.contains(fault) { found.append(fault) }
    }
    return found.sorted()
}

extension EnvironmentFiles {
    /// Everything that is deployed. What the author adds to an object is known only as text, so that such an object is
    /// read back from it; `checkExtras` has said what cannot be read.
    fileprivate var objects: [Manifest] {
        files.flatMap { file -> [Manifest] in
            if file.extras.isEmpty { return file.objects }
            return file.objects.flatMap { object -> [Manifest] in
                let name = ObjectName(object)
                guard file.extras.contains(where: { $0.object == name.description }) else { return [object] }
                var readings: [Diagnostic] = []
                let text = object.yaml.adding(file.extras, to: name).text
                return readManifests(files: [(name.description, text)], &readings)
            }
        }
    }
}
