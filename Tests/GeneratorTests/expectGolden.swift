import Blueprint
import Generator
import Kubernetes
import Testing
import YAMLTree

/// Expects that the shop's production, or the site that is given, has exactly one object of that kind and name, and that its text, without
/// `apiVersion`, `kind` and `metadata`, is `text`.
func expectGolden(
    _ kind: String, _ name: String, in namespace: String = "", _ text: String,
    at site: Site = Site(Shop.system, in: Shop.production), sourceLocation: SourceLocation = #_sourceLocation
) {
    let found = manifests(for: site.system, environment: site.environment).flatMap(\.objects).filter { object in
        object.kindName == kind && object.metadata.name == name && object.metadata.namespace == namespace
    }
    let bodies = found.map { object in
        guard case .map(let entries) = object.yaml else { return YAML.null }
        return .map(entries.filter { !["apiVersion", "kind", "metadata"].contains($0.key) })
    }
    #expect(bodies.map(\.text) == [text], sourceLocation: sourceLocation)
}
