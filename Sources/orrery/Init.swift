import ArgumentParser
import Blueprint
import Diagnostics
import Foundation
import Graph

/// `orrery init`: a first blueprint.
struct Init: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Writes a first blueprint: a small one, or one from the drawings of a document.",
        discussion: """
            With '--from', the Mermaid flowcharts of a Markdown file become a blueprint with their boxes and arrows in \
            place. Guesses and place-holders are marked in it, and what found no place is listed at its end. A file that \
            is there already is never replaced.

            EXAMPLES
              orrery init shop                          shop/blueprint.yaml, with a contract to run from
              orrery init --from docs/architecture.md   named after the document's title
              orrery init shop --from docs/architecture.md
            """)

    @Argument(help: "The system's name, and the folder that its blueprint is written to.")
    var name: String?

    @Option(help: "A Markdown file with Mermaid flowcharts.")
    var from: String?

    @Option(help: "How diagnostics are shown: text, json or github.")
    var format = DiagnosticFormat.text

    func validate() throws {
        if name == nil, from == nil { throw ValidationError("give the system a name, or a document with '--from'") }
    }

    func run() throws {
        if let name, name.wholeMatch(of: /[a-z]([-a-z0-9]{0,38}[a-z0-9])?/) == nil {
            throw CommandError(
                "'\(name)' is no name of a system",
                help: "use lower-case letters, digits and '-', at most 40 characters")
        }
        if let from {
            try write(files: drawn(from: from))
        } else if let name {
            try write(files: (name, starterBlueprint(name: name)))
        }
    }

    private func drawn(from path: String) throws -> (String, [(path: String, text: String)]) {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandError("there is no file '\(path)'", help: "name a Markdown file with Mermaid flowcharts")
        }
        guard let markdown = String(validating: data, as: UTF8.self) else {
            throw CommandError("'\(path)' is not UTF-8 text")
        }
        var diagnostics: [Diagnostic] = []
        let drawn = blueprintText(
            fromMarkdown: markdown, file: URL(fileURLWithPath: path).lastPathComponent, name: name, &diagnostics)
        format.show(diagnostics) { _ in markdown }
        guard let drawn else { throw ExitCode(1) }
        return (drawn.system, [("blueprint.yaml", drawn.text)])
    }

    private func write(files: (folder: String, files: [(path: String, text: String)])) throws {
        for file in files.files {
            let path = files.folder + "/" + file.path
            if FileManager.default.fileExists(atPath: path) {
                throw CommandError("'\(path)' exists", help: "remove it, or give another name")
            }
        }
        for file in files.files {
            let place = URL(fileURLWithPath: files.folder + "/" + file.path)
            try FileManager.default.createDirectory(
                at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(file.text.utf8).write(to: place, options: .atomic)
            print("\(files.folder)/\(file.path): written")
        }
        print("\nnext: orrery check \(files.folder), orrery graph \(files.folder), orrery generate \(files.folder)")
    }
}
