package import Blueprint
import JSONTree
import Kubernetes
import YAMLTree

/// The text files that deploy `system`, laid out as asked for. The objects are the same in every layout, except that
/// `argocd` says in which order they are applied.
///
/// - Parameters:
///   - environments: what deploys to those of the system that are wanted, in its order; a chart needs them all.
///   - blueprint: the path that the files name as what they were made from.
package func layOut(
    _ system: System, _ environments: [EnvironmentFiles], as layout: Delivery.Layout, blueprint: String
) -> [TextFile] {
    let files = environments.map { ($0.environment, $0.files) }
    switch layout {
    case .files:
        return files.flatMap { $0.1 }.map { file in
            TextFile(path: file.path, weight: file.objects.count) { file.text(blueprint: blueprint) }
        }
    case .single:
        return files.flatMap { environment, files in
            [singleFile(system, environment, files, blueprint: blueprint)] + projects(files, blueprint: blueprint)
        }
    case .helm:
        return chart(of: system, files, blueprint: blueprint)
            + files.flatMap { projects($0.1, blueprint: blueprint) }
    case .argocd:
        return [applications(of: system, environments.map(\.environment), blueprint: blueprint)]
            + files.flatMap { $0.1 }.concurrentMap { withSyncWaves($0, blueprint: blueprint) }
    }
}

/// Every object of an environment in one file, in an order in which it can be applied.
private func singleFile(
    _ system: System, _ environment: Environment, _ files: [GeneratedFile], blueprint: String
) -> TextFile {
    let objects = files.flatMap(\.rendered).filter { $0.name.kind != projectKind }
    return TextFile(
        path: "\(system.name)/\(environment.name).yaml",
        text: GeneratedFile.firstLine(blueprint: blueprint) + YAML.text(documents: objects.map(\.yaml)))
}

/// The frontends' files, which every layout has at the same place.
private func projects(_ files: [GeneratedFile], blueprint: String) -> [TextFile] {
    files.compactMap { file in
        switch file.content {
        case .json: TextFile(path: file.path, text: file.text(blueprint: blueprint))
        case .objects: nil
        }
    }
}

/// Whether a file in the output folder belongs to one environment of a system, in whatever layout.
package func belongs(_ path: String, to environment: String, of system: String) -> Bool {
    path.hasPrefix("\(system)/\(environment)/") || path == "\(system)/\(environment).yaml"
}
