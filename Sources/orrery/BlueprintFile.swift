import Blueprint
import Diagnostics
import Foundation
import Generator
import YAMLTree

/// A blueprint without mistakes, as text, as tree and as system: what questions about it need.
struct BlueprintFile {
    var file: String
    var text: String
    var root: LocatedNode
    var system: System
    var folder: String

    /// Reads a blueprint by its path or its folder's. Mistakes are shown, and end the command.
    init(_ path: String) throws {
        var argument = BlueprintArgument()
        argument.blueprint = path
        argument.format = .text
        system = try argument.system()
        file = argument.file
        folder = argument.folder
        text = try String(contentsOfFile: file, encoding: .utf8)
        var diagnostics: [Diagnostic] = []
        guard let root = readDocuments(text, file: file, &diagnostics).first else {
            throw CommandError("'\(file)' is empty")
        }
        self.root = root
    }

    var provenance: Provenance { Provenance(of: root, folderContents: contentsOnDisk(below: folder)) }

    /// The blueprints that a command may mean that names none: the one in this folder, else all under `blueprints/`.
    static func usual() throws -> [BlueprintFile] {
        if FileManager.default.fileExists(atPath: "blueprint.yaml") { return [try BlueprintFile(".")] }
        let folders = (try? FileManager.default.contentsOfDirectory(atPath: "blueprints")) ?? []
        let found = folders.sorted().map { "blueprints/\($0)" }.filter {
            FileManager.default.fileExists(atPath: $0 + "/blueprint.yaml")
        }
        if found.isEmpty {
            throw CommandError("there is no blueprint here", help: "name one with '--blueprint'")
        }
        return try found.map { try BlueprintFile($0) }
    }
}
