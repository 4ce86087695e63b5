import Blueprint
import Diagnostics
import Foundation
import Graph
import Testing

/// The diagrams of the blueprints that ship, and what must hold of any drawing.
struct DrawingTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    private func system(_ name: String) throws -> System {
        let folder = "\(Self.root)/blueprints/\(name)"
        let text = try String(contentsOfFile: "\(folder)/blueprint.yaml", encoding: .utf8)
        return try #require(
            readBlueprint(text, file: "blueprint.yaml", folderContents: contentsOnDisk(below: folder)).0)
    }

    @Test(arguments: ["promptsales", "shop"], DiagramKind.allCases)
    func `every edge joins two nodes, and no node stands twice`(_ name: String, _ kind: DiagramKind) throws {
        let diagram = kind.diagram(of: try system(name))
        let ids = diagram.nodes.map(\.node.id)
        #expect(Set(ids).count == ids.count)
        for edge in diagram.edges { #expect(ids.contains(edge.from) && ids.contains(edge.to), "\(edge)") }
    }

    @Test func `the infrastructure leads from people over the load balancer to the data`() throws {
        let diagram = DiagramKind.infrastructure.diagram(of: try system("promptsales"))
        let edges = Set(diagram.edges.map { "\($0.from) \($0.to)" })
        #expect(
            edges.isSuperset(of: [
                "people portal", "people admin", "portal alb", "admin alb", "alb gateway", "gateway auth",
                "gateway content", "gateway ads", "gateway crm", "gateway orchestrator", "content cache", "ads cache",
                "crm cache", "content content-db", "ads ads-db", "crm crm-db", "content jobs-worker", "ads jobs-worker",
            ]))
        let groups = Dictionary(diagram.nodes.map { ($0.node.id, $0.groups) }) { first, _ in first }
        #expect(groups["content"] == ["Cloud (AWS)", "Kubernetes cluster (EKS)", "Namespace services"])
        #expect(groups["jobs-worker"] == ["Cloud (AWS)", "Kubernetes cluster (EKS)", "Namespace workers"])
        #expect(groups["cache"] == ["Cloud (AWS)", "Data"])
    }

    @Test func `those who speak MCP with each other share an edge, and context is dotted`() throws {
        let layers = DiagramKind.layers.diagram(of: try system("promptsales"))
        let talks = layers.edges.filter { $0.label == "MCP" && $0.heads == .both }.map { Set([$0.from, $0.to]) }
        #expect(Set(talks) == [["content", "ads"], ["ads", "crm"], ["content", "crm"]])
        let mcp = DiagramKind.mcp.diagram(of: try system("promptsales"))
        #expect(mcp.edges.contains(Diagram.Edge("content-mcp", "ads-mcp", "context", line: .dotted, heads: .both)))
        #expect(mcp.edges.contains(Diagram.Edge("analytics-mcp", "crm-db", "read")))
        #expect(mcp.edges.contains(Diagram.Edge("portal", "orchestrator", "MCP")))
    }

    @Test(arguments: ["promptsales", "shop"], DiagramKind.allCases)
    func `nothing in a picture overlaps, and every label fits`(_ name: String, _ kind: DiagramKind) throws {
        expectNoOverlap(drawing(of: kind.diagram(of: try system(name))))
    }

    @Test func `nothing overlaps in pictures of any form`() {
        for seed in 1...12 {
            var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15
            func next(_ limit: Int) -> Int {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return Int((state >> 33) % UInt64(limit))
            }
            let nodes = (0..<20).map { index in
                Diagram.Node(
                    "n\(index)", String(repeating: "word ", count: 1 + next(5)) + "\nline",
                    Diagram.Shape.allCases[next(Diagram.Shape.allCases.count)])
            }
            let members: [Diagram.Member] =
                [
                    .group(.init("a", "A", nodes[0..<6].map(Diagram.Member.node))),
                    .group(
                        .init(
                            "b", "B",
                            nodes[6..<9].map(Diagram.Member.node) + [
                                .group(.init("c", "C", nodes[9..<14].map(Diagram.Member.node)))
                            ])),
                ] + nodes[14...].map(Diagram.Member.node)
            let edges = (0..<30).map { _ in Diagram.Edge("n\(next(20))", "n\(next(20))", next(2) == 0 ? nil : "label") }
            let diagram = Diagram(
                title: "t", direction: Diagram.Direction.allCases[seed % 4], members: members, edges: edges)
            expectNoOverlap(drawing(of: diagram), labels: false)
        }
    }

    private func expectNoOverlap(
        _ drawing: Drawing, labels: Bool = true, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        for (index, one) in drawing.nodes.enumerated() {
            #expect(one.box.x >= 0 && one.box.right <= drawing.size.width, sourceLocation: sourceLocation)
            #expect(one.box.y >= 0 && one.box.bottom <= drawing.size.height, sourceLocation: sourceLocation)
            for other in drawing.nodes[(index + 1)...] {
                #expect(!one.box.overlaps(other.box), "\(one.node.id) \(other.node.id)", sourceLocation: sourceLocation)
            }
            let width =
                one.node.label.split(separator: "\n").map { textWidth(String($0), size: Measure.fontSize) }.max() ?? 0
            #expect(width <= one.box.width, "\(one.node.id)", sourceLocation: sourceLocation)
        }
        if !labels { return }
        let placed = drawing.edges.compactMap { edge -> (Box, String)? in
            guard let place = edge.label, let label = edge.edge.label else { return nil }
            let size = Measure.size(ofLabel: label)
            return (
                Box(x: place.x - size.width / 2, y: place.y - size.height / 2, width: size.width, height: size.height),
                label
            )
        }
        for (index, one) in placed.enumerated() {
            for other in placed[(index + 1)...] {
                #expect(!one.0.overlaps(other.0), "'\(one.1)' '\(other.1)'", sourceLocation: sourceLocation)
            }
            for node in drawing.nodes {
                #expect(!one.0.overlaps(node.box), "'\(one.1)' \(node.node.id)", sourceLocation: sourceLocation)
            }
        }
    }

    @Test func `hostile labels stay text in every form`() {
        let label = "<script>\"&'\u{1}\u{FFFE}]]>\\N\n%7B"
        let diagram = Diagram(
            title: label, members: [.node(.init("a\"b", label)), .node(.init("", "x"))],
            edges: [.init("a\"b", "", label)])
        let svg = svgText(diagram)
        #expect(!svg.contains("<script") && !svg.contains("\u{1}") && !svg.contains("\u{FFFE}"))
        #expect(dotText(diagram).contains(#"\\N\n%7B"#))
        #expect(!mermaidText(diagram).contains("<script"))
    }
}
