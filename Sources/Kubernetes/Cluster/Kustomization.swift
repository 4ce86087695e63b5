package import YAMLTree

/// The files that `kubectl apply -k` applies together; reference: "kustomization file". It has no metadata of its own.
package struct Kustomization: ManifestKind {
    package static let apiVersion = "kustomize.config.k8s.io/v1beta1"
    package static let kind = "Kustomization"

    package var metadata: ObjectMeta
    /// Paths relative to the file's folder.
    package var resources: [String]

    package init(resources: [String]) {
        metadata = ObjectMeta(name: "")
        self.resources = resources
    }

    package init(metadata: ObjectMeta, reading object: inout FieldReader) {
        self.metadata = metadata
        resources = object.strings("resources")
    }

    package var body: [YAML.Entry] { YAML.strings(resources).map { [.init("resources", $0)] } ?? [] }

    package var yaml: YAML {
        .map([.init("apiVersion", .string(Self.apiVersion)), .init("kind", .string(Self.kind))] + body)
    }
}
