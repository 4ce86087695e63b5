import Determinism
import HTTP
package import Images
import JSONTree
import MCP

/// The MCP orchestrator: one endpoint behind the gateway that offers the tools of all four servers.
///
/// A tool is called as `<server>_<tool>`, such as `content_list_drafts`. A server that does not answer is left out of
/// the list, so that the others go on working.
package let orchestratorImage = LocalImage("promptsales/orchestrator") { container in
    let orchestrator = Orchestrator(container: container)
    let server = MCPServer(
        name: "promptsales", version: "1.0.0",
        instructions: "All of PromptSales: content, ads, CRM and analytics. Each tool's name starts with its area.",
        tools: { try await orchestrator.tools(for: $0) },
        resourceTemplates: { try await orchestrator.resourceTemplates(for: $0) }, clock: container.clock,
        random: container.random)
    return RunningImage(handler: mcpHandler(server))
}

struct Orchestrator: Sendable {
    let container: Container

    /// Prefix of the tools, and the server's name.
    private static let servers = [
        ("analytics", "analytics-mcp"), ("content", "content-mcp"), ("ads", "ads-mcp"), ("crm", "crm-mcp"),
    ]

    func tools(for caller: Caller) async throws -> [Tool] {
        try await fromEachServer { prefix, client in
            try await client.listTools(trace: caller.traceFields).map { tool in
                Tool(
                    name: "\(prefix)_\(tool.name)", title: tool.title, description: tool.description,
                    inputSchema: tool.inputSchema, outputSchema: tool.outputSchema,
                    annotations: tool.json["annotations"].map(Tool.Annotations.init(json:))
                ) { call in
                    try await client.callTool(tool.name, call.arguments, trace: call.caller.traceFields)
                }
            }
        }
    }

    func resourceTemplates(for caller: Caller) async throws -> [ResourceTemplate] {
        try await fromEachServer { _, client in
            try await client.listResourceTemplates(trace: caller.traceFields).map { template in
                ResourceTemplate(
                    uriTemplate: template["uriTemplate"]?.string ?? "", name: template["name"]?.string ?? "",
                    title: template["title"]?.string, mimeType: template["mimeType"]?.string
                ) { read in
                    try await client.readResource(read.uri, trace: read.caller.traceFields)
                }
            }
        }
    }

    /// Asks the servers at the same time and keeps their order.
    private func fromEachServer<Item: Sendable>(
        _ ask: @escaping @Sendable (_ prefix: String, _ client: MCPClient) async throws -> [Item]
    ) async throws -> [Item] {
        try await withThrowingTaskGroup(of: (Int, [Item]).self) { group in
            for (index, (prefix, name)) in Self.servers.enumerated() {
                let client = try container.mcpClient(of: name)
                group.addTask { (index, (try? await ask(prefix, client)) ?? []) }
            }
            var answers: [(Int, [Item])] = []
            for try await answer in group { answers.append(answer) }
            return answers.sorted { $0.0 < $1.0 }.flatMap(\.1)
        }
    }
}
