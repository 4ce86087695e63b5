import Blueprint
import Generator

extension System {
    /// The text files that deploy the system, with paths such as `promptsales/dev/services/content.yaml`.
    ///
    /// - Parameters:
    ///   - environment: the only one wanted; nil for all.
    ///   - blueprint: the path that the files name as what they were made from.
    ///   - made: the environments that have been made already.
    /// - Throws: `CommandError` for an environment that the blueprint lacks, and for a layout that needs what is missing.
    func generatedFiles(
        environment name: String?, blueprint: String, layout: Delivery.Layout = .files, made: [EnvironmentFiles] = []
    ) throws -> [TextFile] {
        let wanted = try name.map { [try environment($0)] } ?? environments
        switch layout {
        case .files, .single: break
        case .helm, .argocd:
            if name != nil {
                throw CommandError(
                    "the layout '\(layout.rawValue)' is of all environments together", help: "leave '--environment' out"
                )
            }
        }
        if layout == .argocd, delivery.repository == nil {
            throw CommandError(
                "the layout 'argocd' has no repository to deploy from",
                help: "add 'delivery: { repository: URL }' to the blueprint")
        }
        let files = wanted.map { environment in
            made.first { $0.environment.name == environment.name } ?? EnvironmentFiles(of: self, in: environment)
        }
        return layOut(self, files, as: layout, blueprint: blueprint)
    }

    /// - Throws: `CommandError` for an environment that the blueprint lacks.
    func environment(_ name: String) throws -> Environment {
        if let environment = environments.first(where: { $0.name == name }) { return environment }
        let known = environments.map { "'\($0.name)'" }.joined(separator: ", ")
        throw CommandError("there is no environment '\(name)'", help: "the blueprint has \(known)")
    }
}
