import Generator
import Kubernetes
import Testing
import YAMLTree

/// Expects that the shop's production has exactly one object of that kind and name, and that its text, without
/// `apiVersion`, `kind` and `metadata`, is `text`.
func expectGolden(
    _ kind: String, _ name: String, in namespace: String = "", _ text: String,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let found = manifests(for: Shop.system, environment: Shop.production).flatMap(\.objects).filter { object in
        object.kindName == kind && object.metadata.name == name && object.metadata.namespace == namespace
    }
    #expect(found.map { YAML.map($0.object.body).text } == [text], sourceLocation: sourceLocation)
}
