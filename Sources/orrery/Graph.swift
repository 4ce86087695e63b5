import ArgumentParser
import Blueprint
import Foundation
import Generator
import Graph

/// `orrery graph`: a system's architecture as a drawing.
struct GraphCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "graph",
        abstract: "Draws a system's architecture from its blueprint.",
        discussion: """
            DIAGRAMS
              layers          frontends, services, vendors, and who works with whom
              infrastructure  where everything runs, and a request's way to the data
              mcp             who speaks MCP with whom

            EXAMPLES
              orrery graph blueprints/promptsales                                     Mermaid, infrastructure
              orrery graph blueprints/promptsales --diagram mcp --as svg --output mcp.svg
              orrery graph blueprints/promptsales --as dot | dot -Tpng > picture.png
              orrery graph blueprints/promptsales --as markdown --output docs/promptsales.md   all three
            """)

    enum Form: String, ExpressibleByArgument, CaseIterable { case mermaid, dot, svg, markdown }

    @OptionGroup var argument: BlueprintArgument

    @Option(help: "Which one: layers, infrastructure or mcp. 'markdown' has all three.")
    var diagram = DiagramOption(kind: .infrastructure)

    @Option(name: .customLong("as"), help: "The form: mermaid, dot, svg or markdown.")
    var form = Form.mermaid

    @Option(name: .shortAndLong, help: "Write to this file. (default: standard output)")
    var output: String?

    @Flag(help: "Write nothing; exit 1 with a unified diff when the file given by '--output' differs.")
    var check = false

    func validate() throws {
        if check, output == nil { throw ValidationError("'--check' needs '--output'") }
    }

    func run() throws {
        let system = try argument.system()
        let text =
            switch form {
            case .mermaid: mermaidText(diagram.kind.diagram(of: system))
            case .dot: dotText(diagram.kind.diagram(of: system))
            case .svg: svgText(diagram.kind.diagram(of: system))
            case .markdown: architecturePage(of: system, blueprint: argument.file)
            }
        guard let output else { return print(text, terminator: "") }
        let old = FileManager.default.contents(atPath: output).map { String(decoding: $0, as: UTF8.self) } ?? ""
        if check {
            print(unifiedDifference(from: old, to: text, path: output), terminator: "")
            if old != text { throw ExitCode(1) }
            return print("\(output): as the blueprint draws it")
        }
        if old != text { try Data(text.utf8).write(to: URL(fileURLWithPath: output), options: .atomic) }
        print("\(output): \(old == text ? "as the blueprint draws it" : "written")")
    }
}

/// A diagram by its name on the command line.
struct DiagramOption: ExpressibleByArgument {
    var kind: DiagramKind

    init(kind: DiagramKind) { self.kind = kind }

    init?(argument: String) {
        guard let kind = DiagramKind(rawValue: argument) else { return nil }
        self.kind = kind
    }

    var defaultValueDescription: String { kind.rawValue }
    static var allValueStrings: [String] { DiagramKind.allCases.map(\.rawValue) }
}
