import Determinism
import HTTP
package import Images
import JSONTree
import MCP

/// Opens the ads database to agents, and makes campaigns from the context of content.
package let adsMCPImage = LocalImage("promptsales/ads-mcp") { container in
    let campaigns = CampaignStore(container: container)
    var server = MCPServer(
        name: "ads-mcp", version: "1.0.0",
        instructions: "Advertising campaigns: read them, and create one for a draft of content.",
        tools: [
            .list("campaigns") { try await campaigns.newest($0).map(\.json) },
            .get("campaign") { try await campaigns.find($0)?.json },
            createCampaign(campaigns, container),
        ],
        clock: container.clock, random: container.random)
    server.options.cacheScope = .public
    return RunningImage(handler: mcpHandler(server))
}

/// Takes the content's context from the content MCP server, stores the campaign, and has the ads service launch it.
private func createCampaign(_ campaigns: CampaignStore, _ container: Container) -> Tool {
    Tool(
        name: "create_campaign", title: "Create a campaign",
        description: "Creates a campaign for a draft of content, from the draft's context, and launches it.",
        inputSchema: [
            "type": "object",
            "properties": [
                "content_id": [
                    "type": "string", "minLength": 1, "description": "The draft that the campaign advertises",
                ],
                "name": ["type": "string", "maxLength": 200],
                "budget_micros": [
                    "type": "integer", "minimum": 1_000_000, "maximum": 1_000_000_000_000, "default": 10_000_000,
                    "description": "For each day, in millionths of the currency",
                ],
            ],
            "required": ["content_id"], "additionalProperties": false,
        ],
        annotations: .adding
    ) { call in
        let contentID = call.arguments["content_id"] ?? ""
        let answer = try await container.mcpClient(of: "content-mcp").callTool("get_context", ["id": contentID])
        guard !answer.isError, let context = answer.structuredContent else {
            return .failure("the content has no context: \(answer.text)")
        }
        let requested: JSON = [
            "name": call.arguments["name"] ?? .string("Campaign for \(context["topic"]?.string ?? "content")"),
            "content_id": contentID, "audience": context["audience"] ?? "everyone",
            "budget_micros": call.arguments["budget_micros"] ?? 10_000_000, "context": context,
        ]
        let campaign = try Campaign(
            requested: requested, id: container.random.uuid(), createdAt: container.clock.now.rfc3339())
        try await campaigns.insert(campaign)
        let url = try container.url(of: "ads") + "/internal/campaigns/\(campaign.id)/launch"
        return .structured(try await container.json(.post, url))
    }
}
