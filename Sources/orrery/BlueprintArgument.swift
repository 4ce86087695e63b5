import ArgumentParser
import Blueprint
import Diagnostics
import Foundation
import Generator
import YAMLTree

/// The blueprint a command works on, and how what is wrong with it is shown.
struct BlueprintArgument: ParsableArguments {
    @Argument(help: "The blueprint, or the folder that holds its blueprint.yaml.")
    var blueprint = "."

    @Option(help: "How diagnostics are shown: text, json or github.")
    var format = DiagnosticFormat.text

    /// The path of the file itself.
    var file: String {
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: blueprint, isDirectory: &isFolder)
        return exists && isFolder.boolValue ? Self.join(blueprint, "blueprint.yaml") : blueprint
    }

    /// The folder that the paths in the blueprint are relative to.
    var folder: String {
        let parts = file.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        let path = parts.joined(separator: "/")
        return path.isEmpty ? (file.hasPrefix("/") ? "/" : ".") : path
    }

    private static func join(_ folder: String, _ name: String) -> String {
        folder == "." ? name : folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
    }

    /// Which environments' manifests are made and checked too.
    enum CheckedManifests {
        case all
        case environment(String)
        /// The first that the blueprint declares.
        case first
        /// None, where the manifests come from elsewhere.
        case none
    }

    /// Reads and checks the blueprint, shows the diagnostics, and ends with exit code 1 when one of them is an error.
    func system() throws -> System { try system(checking: .none).system }

    /// Reads and checks the blueprint and the manifests that it makes, shows the diagnostics, and ends with exit code 1
    /// when one of them is an error.
    ///
    /// - Returns: the system, and the manifests that were checked.
    func system(checking checked: CheckedManifests) throws -> (system: System, made: [EnvironmentFiles]) {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw CommandError("there is no file '\(file)'", help: "give the folder of a blueprint.yaml, or its path")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw CommandError("'\(file)' is not UTF-8 text")
        }
        let contents = contentsOnDisk(below: folder)
        var (system, diagnostics) = readBlueprint(text, file: file, folderContents: contents)
        var made: [EnvironmentFiles] = []
        if let system {
            made = checked.environments(of: system).map { EnvironmentFiles(of: system, in: $0) }
            let extras = checkExtras(of: system)
            let faults = manifestFaults(
                of: system, in: made, provenance: provenance(of: text, folderContents: contents))
            // What comes of a mistake in an extra is not another one.
            diagnostics += extras + faults.filter { fault in !extras.contains { $0.span?.line == fault.span?.line } }
        }
        format.show(diagnostics) { $0 == file ? text : nil }
        guard let system, !diagnostics.contains(where: { $0.severity == .error }) else { throw ExitCode(1) }
        return (system, made)
    }

    private func provenance(of text: String, folderContents: @escaping FolderContents) -> Provenance? {
        var diagnostics: [Diagnostic] = []
        return readDocuments(text, file: file, &diagnostics).first.map {
            Provenance(of: $0, folderContents: folderContents)
        }
    }
}

extension BlueprintArgument.CheckedManifests {
    fileprivate func environments(of system: System) -> [Environment] {
        switch self {
        case .all: system.environments
        case .environment(let name): system.environments.filter { $0.name == name }
        case .first: Array(system.environments.prefix(1))
        case .none: []
        }
    }
}

/// How diagnostics are written.
enum DiagnosticFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json, github

    /// Text goes to standard error, so that it never mixes with a result; the others are results.
    func show(_ diagnostics: [Diagnostic], source: (String) -> String?) {
        switch self {
        case .text:
            if diagnostics.isEmpty { return }
            let isColored = isatty(STDERR_FILENO) == 1
            FileHandle.standardError.write(
                Data(terminalText(diagnostics, isColored: isColored, sourceText: source).utf8))
        case .json: print(jsonText(diagnostics), terminator: "")
        case .github: print(githubAnnotations(diagnostics), terminator: "")
        }
    }
}

/// What keeps a command from doing its work, and the way out.
struct CommandError: Error, CustomStringConvertible {
    var message: String
    var help: String?

    init(_ message: String, help: String? = nil) {
        self.message = message
        self.help = help
    }

    var description: String { message + (help.map { "\n  help: \($0)" } ?? "") }
}
