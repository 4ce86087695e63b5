import ArgumentParser
import Blueprint
import CPlatform
import Foundation
import Generator
import JSONTree

/// `orrery generate`: writes the manifests of every environment.
struct Generate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Writes a blueprint's manifests.",
        discussion: """
            Writes one folder for each environment, ready for 'kubectl apply -k', or another layout. Files that are as \
            they should be are not touched, and files of an earlier run that are no longer made are removed.

            LAYOUTS
              files    by namespace and workload, with a kustomization
              single   one file for each environment
              helm     a chart, with one file of values for each environment
              argocd   as 'files', with sync waves, and an Argo CD Application for each environment

            EXAMPLES
              orrery generate blueprints/promptsales
              orrery generate blueprints/promptsales --check   exit 1, with a diff, when the files differ
              orrery generate blueprints/promptsales --layout helm --output charts
              orrery generate blueprints/promptsales --diff staging production
              orrery generate blueprints/promptsales --diff staging production --verbose
            """)

    @OptionGroup var argument: BlueprintArgument

    @Option(name: .shortAndLong, help: "The folder that holds one folder for each system.")
    var output = "generated"

    @Option(help: "Only this environment.")
    var environment: String?

    @Option(help: "How the files are laid out: files, single, helm or argocd. (default: the blueprint's 'delivery')")
    var layout: LayoutOption?

    @Flag(help: "Write nothing; exit 1 with a unified diff when the files on disk differ.")
    var check = false

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Write nothing; show what two environments do not have in common.", valueName: "environments"))
    var diff: [String] = []

    @Flag(name: .shortAndLong, help: "With '--diff': every value and every object, however many there are.")
    var verbose = false

    func validate() throws {
        if !diff.isEmpty, diff.count < 2 || diff.count > (argument.blueprint == "." ? 3 : 2) {
            throw ValidationError("'--diff' takes two environments")
        }
    }

    func run() throws {
        if !diff.isEmpty { return try compareEnvironments() }
        grow_heap_in_large_pieces()
        let (system, made) = try argument.system(checking: environment.map { .environment($0) } ?? .all)
        let layout = layout?.layout ?? system.delivery.layout
        let files = try system.generatedFiles(
            environment: environment, blueprint: blueprintPath, layout: layout, made: made)
        let folder = OutputFolder(path: output)
        let subfolder = environment.map { "\(system.name)/\($0)" } ?? system.name
        let onDisk = try folder.files(in: system.name).filter { file in
            environment.map { belongs(file.path, to: $0, of: system.name) } ?? true
        }
        let changes = changes(from: onDisk, to: files)
        if check {
            print(changes.map(\.difference).joined(), terminator: "")
            if !changes.isEmpty { throw ExitCode(1) }
            return print("\(output)/\(subfolder): \(files.count) files are as the blueprint makes them")
        }
        try folder.apply(changes)
        print("\(output)/\(subfolder): \(files.count) files, \(changes.count) changed")
        // The system takes the memory back at once; piece by piece it would take a while.
        withExtendedLifetime((made, files, changes)) { Self.exit() }
    }

    /// The last of three words after '--diff' is the blueprint.
    private func compareEnvironments() throws {
        var argument = argument
        if diff.count == 3 { argument.blueprint = diff[2] }
        // The comparison is the result; what is wrong with the blueprint goes to standard error.
        argument.format = .text
        let system = try argument.system()
        let environments = try diff.prefix(2).map { name in try system.environment(name) }
        let comparison = EnvironmentComparison(of: system, environments[0], environments[1])
        switch self.argument.format {
        case .json: print(comparison.json.prettyText, terminator: "")
        case .text, .github: print(comparison.text(isFull: verbose), terminator: "")
        }
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

/// A layout as a word on the command line.
struct LayoutOption: ExpressibleByArgument {
    var layout: Delivery.Layout

    init?(argument: String) {
        guard let layout = Delivery.Layout(rawValue: argument) else { return nil }
        self.layout = layout
    }

    static var allValueStrings: [String] { Delivery.Layout.allCases.map(\.rawValue) }
}
