import Blueprint
import Diagnostics
import Foundation
import Testing

/// The blueprints that ship.
struct ShippedBlueprints {
    static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    static func read(_ name: String) throws -> (System?, [Diagnostic]) {
        let root = "\(repository)/blueprints/\(name)"
        let text = try String(contentsOfFile: "\(root)/blueprint.yaml", encoding: .utf8)
        return readBlueprint(text, file: "blueprint.yaml", folderContents: contentsOnDisk(below: root))
    }
}

@Test(arguments: ["promptsales", "shop"])
func `a shipped blueprint has nothing to complain about`(name: String) throws {
    let (system, diagnostics) = try ShippedBlueprints.read(name)
    #expect(diagnostics.isEmpty, "\(terminalText(diagnostics) { _ in nil })")
    #expect(system?.name == name)
}

@Test func `PromptSales has every arrow of its architecture and no other`() throws {
    let (read, _) = try ShippedBlueprints.read("promptsales")
    let system = try #require(read)
    let arrows = system.workloads.flatMap { workload in
        workload.edges.map {
            "\(workload.name) -> \($0.targetName): \($0.access.map(\.rawValue).joined(separator: " "))"
        }
    }
    #expect(
        arrows == [
            // Sub-companies: data, jobs, vendors, and the other two over MCP.
            "content -> cache: read write", "content -> content-db: read write", "content -> jobs: publish",
            "content -> openai: call", "content -> meta: call", "content -> tiktok: call", "content -> ads-mcp: mcp",
            "content -> crm-mcp: mcp",
            "ads -> cache: read write", "ads -> ads-db: read write", "ads -> jobs: publish", "ads -> google-ads: call",
            "ads -> meta: call", "ads -> tiktok: call", "ads -> content-mcp: mcp", "ads -> crm-mcp: mcp",
            "crm -> cache: read write", "crm -> crm-db: read write", "crm -> hubspot: call", "crm -> salesforce: call",
            "crm -> meta: call", "crm -> tiktok: call", "crm -> content-mcp: mcp", "crm -> ads-mcp: mcp",
            // MCP: the orchestrator speaks to all four, and each server to its own data.
            "orchestrator -> analytics-mcp: mcp", "orchestrator -> content-mcp: mcp", "orchestrator -> ads-mcp: mcp",
            "orchestrator -> crm-mcp: mcp",
            "content-mcp -> content-db: read write", "content-mcp -> ads-mcp: context",
            "ads-mcp -> ads-db: read write", "ads-mcp -> ads: call", "ads-mcp -> content-mcp: context",
            "crm-mcp -> crm-db: read write",
            "analytics-mcp -> content-db: read", "analytics-mcp -> ads-db: read", "analytics-mcp -> crm-db: read",
            // The workers carry out what content and ads have asked for.
            "jobs -> content: call", "jobs -> ads: call", "jobs -> jobs: consume",
        ])
    #expect(
        system.frontends.map { "\($0.name): \($0.protocols.joined(separator: " "))" } == [
            "portal: http mcp", "admin: http",
        ])
    #expect(
        system.gateway.routes.map { "\($0.path) -> \($0.workload)" } == [
            "/.well-known -> auth", "/oauth -> auth", "/content -> content", "/ads -> ads", "/crm -> crm",
            "/crm/webhooks -> crm", "/mcp -> orchestrator",
        ])
    #expect(system.environments.map(\.name) == ["dev", "staging", "production"])
}
