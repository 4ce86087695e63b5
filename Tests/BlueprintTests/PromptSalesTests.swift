import Blueprint
import Diagnostics
import Foundation
import Testing

/// The blueprints that ship.
struct ShippedBlueprints {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "blueprints").path

    static func read(_ name: String) throws -> (System?, [Diagnostic]) {
        let root = "\(folder)/\(name)"
        let text = try String(contentsOfFile: "\(root)/blueprint.yaml", encoding: .utf8)
        return readBlueprint(text, file: "blueprint.yaml", folderContents: contentsOnDisk(below: root))
    }
}

@Test func `the PromptSales blueprint has nothing to complain about`() throws {
    let (system, diagnostics) = try ShippedBlueprints.read("promptsales")
    #expect(diagnostics.isEmpty, "\(terminalText(diagnostics) { _ in nil })")
    #expect(system != nil)
}
