import Blueprint
import Generator

extension System {
    /// The text files that deploy the system, with paths such as `promptsales/dev/services/content.yaml`.
    ///
    /// - Parameters:
    ///   - environment: the only one wanted; nil for all.
    ///   - blueprint: the path that the files name as what they were made from.
    /// - Throws: `CommandError` for an environment that the blueprint lacks.
    func generatedFiles(environment: String?, blueprint: String) throws -> [TextFile] {
        let wanted = environments.filter { environment == nil || $0.name == environment }
        if wanted.isEmpty {
            let known = environments.map { "'\($0.name)'" }.joined(separator: ", ")
            throw CommandError("there is no environment '\(environment ?? "")'", help: "the blueprint has \(known)")
        }
        return wanted.flatMap { environment in
            manifests(for: self, environment: environment).map {
                TextFile(path: $0.path, text: $0.text(blueprint: blueprint))
            }
        }
    }
}
