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
        tools: [listCampaigns(campaigns), getCampaign(campaigns), createCampaign(campaigns, container)],
        clock: container.clock, random: container.random)
    server.options.cacheScope = .public
    return RunningImage(handler: mcpHandler(server))
}

private func listCampaigns(_ campaigns: CampaignStore) -> Tool {
    Tool(
        name: "list_campaigns", title: "List campaigns", description: "The newest campaigns, with their status.",
        inputSchema: limitSchema,
        annotations: .init(readOnly: true)
    ) { call in
        let found = try await campaigns.newest(call.arguments["limit"]?.int ?? 20)
        return .structured(["campaigns": .array(found.map(\.json))])
    }
}

private func getCampaign(_ campaigns: CampaignStore) -> Tool {
    Tool(
        name: "get_campaign", title: "Get a campaign", description: "One campaign by its id.", inputSchema: idSchema,
        annotations: .init(readOnly: true)
    ) { call in
        guard let campaign = try await campaigns.find(call.arguments["id"]?.string ?? "") else {
            return .failure("there is no campaign with this id; list_campaigns shows those that are there")
        }
        return .structured(campaign.json)
    }
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
