package import Blueprint
import JSONTree
package import Kubernetes
package import YAMLTree

/// One object as it is written: with what the blueprint adds to it, and the file that holds it.
package struct RenderedObject: Equatable, Sendable {
    package var name: ObjectName
    package var apiVersion: String
    package var yaml: YAML
    /// Relative to the output folder.
    package var file: String

    package init(name: ObjectName, apiVersion: String, yaml: YAML, file: String) {
        self.name = name
        self.apiVersion = apiVersion
        self.yaml = yaml
        self.file = file
    }
}

/// What the configuration of a frontend is called, which is no object of Kubernetes: `Vercel/portal.json`.
let projectKind = "Vercel"

/// Every object of one environment, in the order of the files; kustomizations, which are no objects, are left out.
package func renderedObjects(for system: System, environment: Environment) -> [RenderedObject] {
    manifests(for: system, environment: environment).flatMap(\.rendered)
}

extension GeneratedFile {
    /// The file's objects as they are written.
    package var rendered: [RenderedObject] {
        switch content {
        case .objects(let objects):
            return objects.filter { $0.kindName != Kustomization.kind }.map { object in
                let name = ObjectName(object)
                return RenderedObject(
                    name: name, apiVersion: object.apiVersion, yaml: object.yaml.adding(extras, to: name), file: path)
            }
        case .json(let document):
            let parts = path.split(separator: "/").drop { $0 != "vercel" }.dropFirst().map(String.init)
            let name = ObjectName(
                kind: projectKind, namespace: parts.dropLast().joined(separator: "/"), name: parts.last ?? path)
            return [RenderedObject(name: name, apiVersion: "", yaml: YAML(document), file: path)]
        }
    }
}

extension ObjectName {
    package init(_ manifest: Manifest) {
        let metadata = manifest.metadata
        self.init(kind: manifest.kindName, namespace: metadata.namespace, name: metadata.name)
    }
}

extension YAML {
    /// The same value; a whole number stays whole.
    init(_ json: JSON) {
        switch json {
        case .null: self = .null
        case .bool(let value): self = .bool(value)
        case .int(let value): self = .int(Int(value))
        case .double(let value): self = .double(value)
        case .string(let value): self = .string(value)
        case .array(let items): self = .list(items.map { YAML($0) })
        case .object(let object): self = .map(object.members.map { Entry($0.name, YAML($0.value)) })
        }
    }
}
