import Diagnostics
import Graph
import Testing

/// Reads one flowchart; every warning is a failure unless it is asked for.
private func read(_ body: String, warnings: Int = 0) -> Diagram? {
    var diagnostics: [Diagnostic] = []
    let diagrams = readFlowcharts("```mermaid\n\(body)\n```\n", file: "a.md", &diagnostics)
    #expect(diagnostics.count == warnings, "\(diagnostics)")
    return diagrams.first
}

struct FlowchartTests {
    @Test(arguments: [
        ("A --> B", "A -> B solid forward"), ("A---B", "A -> B solid none"), ("A<-->B", "A -> B solid both"),
        ("A -.-> B", "A -> B dotted forward"), ("A -.- B", "A -> B dotted none"), ("A ==> B", "A -> B thick forward"),
        ("A ----> B", "A -> B solid forward"), ("A --x B", "A -> B solid forward"), ("A o--o B", "A -> B solid both"),
        ("A -->|a b| B", "A -> B solid forward 'a b'"), ("A -- a b --> B", "A -> B solid forward 'a b'"),
        ("A -. x .-> B", "A -> B dotted forward 'x'"), ("A == x ==> B", "A -> B thick forward 'x'"),
        ("A -->|\"HTTP|REST\"| B", nil), ("A <-.->|x| B", "A -> B dotted both 'x'"),
        ("A-->B;", "A -> B solid forward"), ("A:::big --> B:::small", "A -> B solid forward"),
        ("ads-mcp-->content_db", "ads-mcp -> content_db solid forward"),
    ])
    func `an edge is read in every notation`(_ line: String, _ expected: String?) {
        var diagnostics: [Diagnostic] = []
        let diagram = readFlowcharts("graph TD\n\(line)", file: "a.mmd", &diagnostics).first
        let edges = (diagram?.edges ?? []).map { edge in
            "\(edge.from) -> \(edge.to) \(edge.line) \(edge.heads)" + (edge.label.map { " '\($0)'" } ?? "")
        }
        if let expected {
            #expect(edges == [expected])
            #expect(diagnostics.isEmpty)
        } else {
            #expect(!diagnostics.isEmpty)
        }
    }

    @Test(arguments: [
        ("[x]", Diagram.Shape.box), ("(x)", .rounded), ("([x])", .stadium), ("[[x]]", .subroutine),
        ("[(x)]", .cylinder),
        ("((x))", .circle), ("(((x)))", .doubleCircle), (">x]", .flag), ("{x}", .rhombus), ("{{x}}", .hexagon),
        ("[/x/]", .leanRight), ("[\\x\\]", .leanLeft), ("[/x\\]", .trapezoid), ("[\\x/]", .invertedTrapezoid),
        ("[\"x\"]", .box), ("[(\"x\")]", .cylinder), ("[\"`x`\"]", .box),
    ])
    func `a node is read in every shape`(_ brackets: String, _ shape: Diagram.Shape) {
        let nodes = read("flowchart LR\n  a\(brackets) --> b")?.nodes.map(\.node)
        #expect(nodes == [Diagram.Node("a", "x", shape), Diagram.Node("b", "b")])
    }

    @Test func `labels may have line breaks, quotes, brackets and numbers of characters`() {
        let nodes = read("graph TD\n a[\"1<br/>2<BR>3 (x) [y] #quot;q#quot; #35;\"]")?.nodes.map(\.node.label)
        #expect(nodes == ["1\n2\n3 (x) [y] \"q\" #"])
    }

    @Test func `chains and lists make every edge`() {
        let edges = read("graph TD\nA & B --> C --> D & E")?.edges.map { $0.from + $0.to }
        #expect(edges == ["AC", "BC", "CD", "CE"])
    }

    @Test func `groups hold what stands in them first`() throws {
        let diagram = try #require(
            read(
                """
                graph TD
                subgraph "Outer Layer"
                  subgraph in[Inner]
                    direction LR
                    a[A]
                  end
                  b[B]
                end
                a --> c
                subgraph two words
                  c
                end
                classDef big fill:#fff
                style a fill:#f9f
                """))
        #expect(
            diagram.nodes.map { "\($0.node.id) \($0.groups)" } == [
                "a [\"Outer Layer\", \"Inner\"]", "b [\"Outer Layer\"]", "c []",
            ])
    }

    @Test func `several diagrams of a file are read, each under its heading, and others are passed over with a word`() {
        var diagnostics: [Diagnostic] = []
        let text = """
            # Shop
            ## First
            ```mermaid
            graph LR
            a --> b
            ```
            ~~~~mermaid
            sequenceDiagram
            a->>b: hi
            ~~~~
            ```swift
            graph TD
            ```
            ### Second
            ``` mermaid
            flowchart
            c --> d
            ```
            """
        let diagrams = readFlowcharts(text, file: "a.md", &diagnostics)
        #expect(diagrams.map(\.title) == ["First", "Second"])
        #expect(diagrams.map(\.direction) == [.right, .down])
        #expect(diagnostics.map { $0.span?.line } == [8])
        #expect(title(ofMarkdown: text) == "Shop")
    }

    @Test func `what is not understood is said with its place, and the rest is read`() {
        var diagnostics: [Diagnostic] = []
        let diagrams = readFlowcharts("graph TD\na --> b\n  ??? !!\n a => b\nend\nb --> c", file: "a.md", &diagnostics)
        #expect(diagrams.first?.edges.count == 2)
        #expect(diagnostics.allSatisfy { $0.id == "unread-diagram" && $0.severity == .warning })
        #expect(diagnostics.compactMap { $0.span?.line } == [3, 4, 5])
    }

    @Test func `what we write we read back as it was`() {
        var diagnostics: [Diagnostic] = []
        let labels = ["plain", "a\nb", "\"quoted\" | piped", "<b> & #1; `x`", "]) }} end", "日本語 🙂"]
        let nodes = zip(Diagram.Shape.allCases, labels + labels + labels).map { shape, label in
            Diagram.Node("\(shape)", label, shape)
        }
        let lines = Diagram.Edge.Line.allCases.flatMap { line in Diagram.Edge.Heads.allCases.map { (line, $0) } }
        let edges = lines.enumerated().map { index, look in
            Diagram.Edge("box", "end", labels[index % labels.count], line: look.0, heads: look.1)
        }
        let diagram = Diagram(
            title: "", direction: .left,
            members: [.group(.init("end", "A \"group\"", nodes.map(Diagram.Member.node))), .node(.init("other", "x"))],
            edges: edges.map { edge in
                var edge = edge
                edge.to = "cylinder"
                return edge
            })
        let read = readFlowcharts(mermaidText(diagram), file: "a.mmd", &diagnostics).first
        #expect(diagnostics == [])
        #expect(read?.nodes.map(\.node.label) == diagram.nodes.map(\.node.label))
        #expect(read?.nodes.map(\.node.shape) == diagram.nodes.map(\.node.shape))
        #expect(read?.nodes.map(\.groups) == diagram.nodes.map(\.groups))
        #expect(read?.edges.map(\.label) == diagram.edges.map(\.label))
        #expect(read?.edges.map(\.line) == diagram.edges.map(\.line))
        #expect(read?.edges.map(\.heads) == diagram.edges.map(\.heads))
        #expect(read?.direction == .left)
    }

    @Test func `no text makes the reader trap or take for ever`() {
        let whole = Array(
            "graph TD\nsubgraph \"x\"\nA[\"l\"] & B((c)) -->|t| C{{d}}\nend\nC -. u .-> D[(e)] -- f --- G;H>i]")
        func read(_ text: String) {
            var diagnostics: [Diagnostic] = []
            _ = readFlowcharts(text, file: "a.md", &diagnostics)
        }
        for index in whole.indices {
            read(String(whole[..<index]))
            for hostile in ["[", "\"", "--", "|", "\u{0}", "&", "```", "<", "subgraph ", "end\n", "🙂", "((("] {
                read(String(whole[..<index]) + hostile + String(whole[index...]))
            }
        }
        let many = (0..<300).map { "n\($0)" }.joined(separator: " & ")
        read("graph TD\n" + many + " --> " + many)
        read("graph TD\n" + String(repeating: "subgraph x\n", count: 5000) + "a-->b")
        read("graph TD\n" + String(repeating: "[", count: 20000))
        read("graph TD\nA" + String(repeating: "-", count: 50000))
        read(String(repeating: "```mermaid\ngraph TD\na-->b\n", count: 2000))
    }
}
