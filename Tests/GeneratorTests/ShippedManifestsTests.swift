import Blueprint
import Diagnostics
import Foundation
import Generator
import Testing

/// The manifests under `generated/` are those of the blueprints that ship. `RECORD=1` writes them anew, and fails.
struct ShippedManifestsTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    @Test(arguments: ["promptsales"])
    func `the manifests in the repository are up to date`(_ name: String) throws {
        let blueprint = "blueprints/\(name)/blueprint.yaml"
        let text = try String(contentsOfFile: "\(Self.root)/\(blueprint)", encoding: .utf8)
        let (system, diagnostics) = readBlueprint(
            text, file: blueprint, folderContents: contentsOnDisk(below: "\(Self.root)/blueprints/\(name)"))
        let checked = try #require(system, "\(diagnostics)")
        let wanted = checked.environments.flatMap { environment in
            manifests(for: checked, environment: environment).map { file in
                TextFile(path: file.path, text: file.text(blueprint: blueprint))
            }
        }
        let folder = OutputFolder(path: "\(Self.root)/generated")
        let changes = changes(from: try folder.files(in: checked.name), to: wanted)
        if !changes.isEmpty {
            Issue.record("RECORD=1 writes this:\n\(changes.map(\.difference).joined().prefix(5000))")
        }
        if ProcessInfo.processInfo.environment["RECORD"] == "1" {
            try folder.apply(changes)
            Issue.record("wrote \(changes.count) files; run again without RECORD")
        }
    }
}
