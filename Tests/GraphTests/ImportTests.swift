import Blueprint
import Diagnostics
import Foundation
import Graph
import Testing

/// From a document's drawings to a blueprint.
struct ImportTests {
    private static let fixture = URL(filePath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Fixtures/architecture.md")

    private func imported(_ markdown: String, name: String? = nil) throws -> (System, String) {
        var diagnostics: [Diagnostic] = []
        let made = try #require(blueprintText(fromMarkdown: markdown, file: "a.md", name: name, &diagnostics))
        let (system, findings) = readBlueprint(made.text, file: "b.yaml", folderContents: { _ in [] })
        #expect(findings.filter { $0.severity == .error } == [], "\(made.text)")
        return (try #require(system, "\(made.text)"), made.text)
    }

    private func uses(_ workload: String, _ system: System) throws -> Set<String> {
        let found = try #require(system.workloads.first { $0.name == workload }, "\(workload)")
        return Set(
            found.edges.map { edge in "\(edge.targetName) " + edge.access.map(\.rawValue).joined(separator: "/") })
    }

    @Test func `an architecture document becomes a blueprint with its boxes and arrows in place`() throws {
        let (system, text) = try imported(String(contentsOf: Self.fixture, encoding: .utf8))
        #expect(system.name == "promptsales")
        #expect(Set(system.frontends.map(\.name)) == ["portal", "admin"])
        #expect(system.frontends.first { $0.name == "portal" }?.protocols == ["http", "mcp"])
        #expect(system.frontends.first { $0.name == "admin" }?.protocols == ["http"])
        let names = Set(system.workloads.map(\.name))
        #expect(
            names == [
                "content", "ads", "crm", "auth", "orchestrator", "content-mcp", "ads-mcp", "crm-mcp", "analytics-mcp",
                "job-queue",
            ])
        #expect(system.workloads.first { $0.name == "auth" }?.role == .authorizationServer)
        #expect(system.workloads.first { $0.name == "ads-mcp" }?.role == .mcpServer(of: "ads"))
        #expect(system.workloads.first { $0.name == "job-queue" }?.role == .worker)
        let kinds = Dictionary(system.stores.map { ($0.name, $0.kind) }) { first, _ in first }
        #expect(kinds == ["redis": .redis, "content-db": .mongo, "ads-db": .postgres, "crm-db": .postgres])
        #expect(
            Set(system.externals.map { "\($0.name) \($0.host)" }) == [
                "openai api.openai.com", "meta graph.facebook.com", "tiktok open.tiktokapis.com",
                "google-ads googleads.googleapis.com", "hubspot api.hubapi.com", "salesforce login.salesforce.com",
            ])
        #expect(
            try uses("content", system) == [
                "redis read/write", "content-db read/write", "job-queue publish", "openai call", "meta call",
                "tiktok call", "ads-mcp mcp", "crm-mcp mcp",
            ])
        #expect(
            try uses("ads", system) == [
                "redis read/write", "ads-db read/write", "job-queue publish", "google-ads call", "meta call",
                "tiktok call", "content-mcp mcp", "crm-mcp mcp",
            ])
        #expect(
            try uses("crm", system) == [
                "redis read/write", "crm-db read/write", "hubspot call", "salesforce call", "meta call", "tiktok call",
                "content-mcp mcp", "ads-mcp mcp",
            ])
        #expect(try uses("analytics-mcp", system) == ["content-db read", "ads-db read", "crm-db read"])
        #expect(try uses("content-mcp", system) == ["content-db read/write", "ads-mcp context"])
        #expect(try uses("orchestrator", system) == ["analytics-mcp mcp", "content-mcp mcp", "ads-mcp mcp"])
        #expect(Set(system.gateway.routes.map(\.workload)) == ["auth", "content", "ads", "crm", "orchestrator"])
        // Nothing is lost: the one box without a place is named.
        #expect(text.contains("'Developer Tooling' calls from outside"))
        #expect(!text.contains("# In the drawings and not in this blueprint"))
    }

    @Test func `what has no place is listed`() throws {
        let (_, text) = try imported(
            """
            # Shop
            ```mermaid
            graph TD
            Web["Web App"] --> DB[(Orders Database)]
            Web --> Orders
            Orders --> DB
            DB --> Orders
            ```
            ```mermaid
            sequenceDiagram
            A->>B: x
            ```
            """)
        #expect(
            text.contains("the arrow 'Web App' -> 'Orders Database': a frontend calls the gateway and nothing else"))
        #expect(text.contains("the arrow 'Orders Database' -> 'Orders'"))
        #expect(text.contains("'sequenceDiagram' is a diagram that is not read"))
    }

    @Test(arguments: [
        "graph TD\nno[no] --> yes[yes]\nno --> null[(null db)]", "graph TD\n_ --> __",
        "graph TD\na[\"🙂\"] --> b[\"日本\"]",
        "graph TD\nsubgraph External\nx[\"(,)\"]\nend\na --> x",
        "graph TD\ngateway2[Gateway] --> alb[ALB Service]\nalb --> gateway",
        "graph TD\nw[Worker] --> w2[Worker]\nw --> w", "graph TD\na[\"x: y # z\"] -->|\"} {\"| b[\"- q\\n: r\"]",
        "graph TD\na1[API] --> a2[API]\na3[api] --> a1", "flowchart LR\nc[(Cache)] --- d[(DB)]",
        "graph TD\na[Content Service] --> b[Content MCP Server] --> a",
    ])
    func `any drawing makes a blueprint without mistakes`(_ drawing: String) throws {
        _ = try imported(drawing, name: "shop")
    }

    @Test func `random drawings make blueprints without mistakes`() throws {
        let words = [
            "User", "Portal", "ALB", "API Gateway", "Auth Service", "Orders", "Content_MCP", "Redis", "Mongo DB",
            "Orders DB",
            "Job Queue", "OpenAI", "MCP Orchestrator", "Admin Panel", "end", "default", "alb", "Postgres", "Worker",
            "x y z",
        ]
        for seed in 1...40 {
            var state = UInt64(seed)
            func next(_ limit: Int) -> Int {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return Int((state >> 33) % UInt64(limit))
            }
            let shapes = [("[\"", "\"]"), ("[(\"", "\")]"), ("([\"", "\"])")]
            let links = ["-->", "<-->", "-.->", "-->|MCP|", "-->|Read|", "-- async -->"]
            let nodes = (0..<12).map { index in
                let shape = shapes[next(3)]
                return "n\(index)\(shape.0)\(words[next(words.count)])\(shape.1)"
            }
            let group = "subgraph \(["External Services", "Frontend", "Data", "MCP Clients"][next(4)])\n"
            let edges = (0..<25).map { _ in "n\(next(12)) \(links[next(links.count)]) n\(next(12))" }
            let text =
                "graph TD\n" + group + nodes[0..<4].joined(separator: "\n") + "\nend\n"
                + nodes[4...].joined(separator: "\n") + "\n" + edges.joined(separator: "\n")
            _ = try imported(text, name: "shop")
        }
    }

    @Test func `a text without a flowchart makes none`() {
        var diagnostics: [Diagnostic] = []
        #expect(blueprintText(fromMarkdown: "# Nothing", file: "a.md", name: nil, &diagnostics) == nil)
        #expect(diagnostics.last?.id == "missing-diagram")
    }

    @Test func `the starter is a blueprint without mistakes`() throws {
        let files = starterBlueprint(name: "shop")
        let (system, findings) = readBlueprint(
            try #require(files.first { $0.path == "blueprint.yaml" }).text, file: "b.yaml",
            folderContents: { folder in folder == "contracts" ? ["hello.openapi.yaml"] : ["contracts"] })
        #expect(findings == [])
        #expect(system?.workloads.map(\.name) == ["hello"])
    }
}
