import ArgumentParser
import Blueprint
import Diagnostics
import Emulator
import Foundation
import Generator
import JSONTree
import Kubernetes
import PromptSales
import Serving

/// `orrery up`: runs a system from its manifests.
struct Up: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
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

    func run() async throws {
        let start = ContinuousClock.now
        raiseOpenFileLimit()
        let system = try argument.system()
        let files = try manifestFiles(system)
        var diagnostics: [Diagnostic] = []
        let options = InstanceOptions(
            files: files, contracts: argument.folder,
            stateFolder: ephemeral ? nil : state ?? ".orrery/\(system.name)", isIsolated: isolated,
            images: PromptSales.images)
        let instance: Instance
        do {
            instance = try await Instance.start(options, &diagnostics)
        } catch {
            argument.format.show(diagnostics) { path in files.first { $0.path == path }?.text }
            throw CommandError("\(error)", help: "'--isolated' takes free ports; '--state' keeps state elsewhere")
        }
        argument.format.show(diagnostics) { path in files.first { $0.path == path }?.text }
        try await untilInterrupted {
            try await instance.run {
                print(table(of: instance, startedIn: .now - start), terminator: "")
                if let readyFile { try write(instance.readyDocument.prettyText, to: readyFile) }
            }
        }
        await instance.close()
    }

    /// The manifests to run: those of the folder that was given, else those of the environment.
    private func manifestFiles(_ system: System) throws -> [(path: String, text: String)] {
        if let manifests { return try filesOnDisk(below: manifests) }
        let name = environment ?? system.environments.first?.name ?? ""
        let prefix = "\(system.name)/\(name)/"
        return try system.generatedFiles(environment: name, blueprint: argument.file).map { file in
            (path: String(file.path.dropFirst(prefix.count)), text: file.text)
        }
    }

    private func filesOnDisk(below folder: String) throws -> [(path: String, text: String)] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue,
            let paths = FileManager.default.enumerator(atPath: folder)
        else {
            throw CommandError("there is no folder '\(folder)'")
        }
        let wanted = paths.compactMap { $0 as? String }.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".json") }
        if wanted.isEmpty {
            throw CommandError("there are no manifests in '\(folder)'", help: "'orrery generate' writes them")
        }
        return try wanted.sorted().map {
            ("\(folder)/\($0)", try String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8))
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
