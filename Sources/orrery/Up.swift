import ArgumentParser
import Blueprint
import Console
import Diagnostics
import Emulator
import Foundation
import Generator
import JSONTree
import Kubernetes
import PromptSales
import Serving
import YAMLTree

/// `orrery up`: runs a system from its manifests.
struct Up: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "up",
        abstract: "Runs a whole system on this machine, from its manifests.",
        discussion: """
            Generates the manifests of one environment and runs from them, or from those in a folder of your own. Prints
            where everything is; Ctrl-C ends it.

            EXAMPLES
              orrery up blueprints/promptsales
              orrery up blueprints/shop --isolated --ephemeral --ready-file ready.json
              orrery up blueprints/promptsales --manifests changed/
            """)

    @OptionGroup var argument: BlueprintArgument

    @Option(help: "The environment whose manifests run. (default: the blueprint's first)")
    var environment: String?

    @Option(help: "Run from the manifests in this folder instead of generating them.")
    var manifests: String?

    @Option(help: "Once everything is ready, write a JSON object of all parts to this file.")
    var readyFile: String?

    @Option(help: "Where state is kept. (default: .orrery/<system>)")
    var state: String?

    @Flag(help: "Listen on free ports, so that many instances run side by side.")
    var isolated = false

    @Flag(help: "Keep nothing when it ends.")
    var ephemeral = false

    @Flag(
        inversion: .prefixedNo,
        help: "Refuse a connection that no policy allows at once; without, it takes as long as dropped packets take.")
    var fastDeny = true

    func run() async throws {
        let start = ContinuousClock.now
        raiseOpenFileLimit()
        let (system, made) = try argument.system(
            checking: manifests != nil ? .none : environment.map { .environment($0) } ?? .first)
        let files = try files(of: system, made)
        var diagnostics: [Diagnostic] = []
        // What runs is what stands in the folder, be it wrong: it is said, and then seen to fail.
        let faults = manifests == nil ? [] : faults(in: files)
        let stateFolder = state ?? ".orrery/\(system.name)"
        let options = InstanceOptions(
            files: files, contracts: argument.folder,
            stateFolder: ephemeral ? nil : stateFolder, isIsolated: isolated, deniesFast: fastDeny,
            images: PromptSales.images)
        if let manifests {
            diagnostics += try system.drift(
                of: files, in: manifests, environment: environment, blueprint: argument.file)
        }
        let instance: Instance
        let console: Console
        do {
            instance = try await Instance.start(options, &diagnostics)
            console = try await Console.bind(instance, isIsolated: isolated)
        } catch {
            argument.format.show(diagnostics + faults) { path in files.first { $0.path == path }?.text }
            throw CommandError("\(error)", help: "'--isolated' takes free ports; '--state' keeps state elsewhere")
        }
        argument.format.show(diagnostics + faults) { path in files.first { $0.path == path }?.text }
        let controlFile = ControlFile(folder: stateFolder, keepsState: !ephemeral)
        try controlFile.write(system: instance.name, url: console.url)
        defer { controlFile.remove() }
        try await untilInterrupted {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await console.run() }
                group.addTask {
                    try await instance.run {
                        print(table(of: instance, console: console, startedIn: .now - start), terminator: "")
                        fflush(nil)  // A log file or a pipe is to show it, too, while it runs.
                        guard let readyFile else { return }
                        var document = instance.readyDocument
                        document["control"] = .string(console.url)
                        try write(document.prettyText, to: readyFile)
                    }
                }
                for try await _ in group {}
            }
        }
        await instance.close()
    }

    /// What a cluster would fail on in manifests that somebody may have changed.
    private func faults(in files: [(path: String, text: String)]) -> [Diagnostic] {
        // What cannot be read is said when the instance reads it.
        var readings: [Diagnostic] = []
        let documents = files.filter { $0.path.hasSuffix(".yaml") }.flatMap { file in
            readDocuments(file.text, file: file.path, &readings)
        }
        return checkManifests(readManifests(documents, &readings), origins: ManifestOrigins(documents: documents))
    }

    /// The manifests to run: those of the folder that was given, else those of the environment.
    private func files(of system: System, _ made: [EnvironmentFiles]) throws -> [(path: String, text: String)] {
        if let manifests { return try manifestFiles(below: manifests) }
        let name = environment ?? system.environments.first?.name ?? ""
        let prefix = "\(system.name)/\(name)/"
        return try system.generatedFiles(environment: name, blueprint: argument.file, made: made).map { file in
            (path: String(file.path.dropFirst(prefix.count)), text: file.text)
        }
    }

    private func write(_ text: String, to path: String) throws {
        let temporary = path + ".new"
        try Data(text.utf8).write(to: URL(fileURLWithPath: temporary))
        if rename(temporary, path) != 0 { throw CommandError("cannot write '\(path)'") }
    }
}

/// Ten thousand idle connections take as many open files; the default of most systems is 1024.
private func raiseOpenFileLimit() {
    var limit = rlimit()
    let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    guard getrlimit(resource, &limit) == 0 else { return }
    limit.rlim_cur = limit.rlim_max
    setrlimit(resource, &limit)
}
