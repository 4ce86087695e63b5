import ArgumentParser
import Blueprint
import Foundation
import Generator

/// `orrery generate`: writes the manifests of every environment.
struct Generate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Writes a blueprint's manifests.",
        discussion: """
            Writes one folder for each environment, ready for 'kubectl apply -k'. Files that are as they should be are not
            touched, and files of an earlier run that are no longer made are removed.

            EXAMPLES
              orrery generate blueprints/promptsales
              orrery generate blueprints/promptsales --check   exit 1, with a diff, when the files differ
            """)

    @OptionGroup var argument: BlueprintArgument

    @Option(name: .shortAndLong, help: "The folder that holds one folder for each system.")
    var output = "generated"

    @Option(help: "Only this environment.")
    var environment: String?

    @Flag(help: "Write nothing; exit 1 with a unified diff when the files on disk differ.")
    var check = false

    func run() throws {
        let system = try argument.system(checking: environment.map { .environment($0) } ?? .all)
        let files = try system.generatedFiles(environment: environment, blueprint: blueprintPath)
        let folder = OutputFolder(path: output)
        let subfolder = environment.map { "\(system.name)/\($0)" } ?? system.name
        let changes = changes(from: try folder.files(in: subfolder), to: files)
        if check {
            print(changes.map(\.difference).joined(), terminator: "")
            if !changes.isEmpty { throw ExitCode(1) }
            return print("\(output)/\(subfolder): \(files.count) files are as the blueprint makes them")
        }
        try folder.apply(changes)
        print("\(output)/\(subfolder): \(files.count) files, \(changes.count) changed")
    }

    /// The blueprint's path as seen from the folder that `output` is in, so that the files say the same wherever the
    /// command is run.
    private var blueprintPath: String {
        let file = URL(fileURLWithPath: argument.file).standardizedFileURL.pathComponents
        let here = URL(fileURLWithPath: output).standardizedFileURL.deletingLastPathComponent().pathComponents
        let shared = zip(file, here).prefix { $0 == $1 }.count
        return (here.dropFirst(shared).map { _ in ".." } + file.dropFirst(shared)).joined(separator: "/")
    }
}
