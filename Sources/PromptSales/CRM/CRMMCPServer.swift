import Determinism
import HTTP
package import Images
import JSONTree
import MCP

/// Opens the CRM database to agents.
package let crmMCPImage = LocalImage("promptsales/crm-mcp") { container in
    let leads = LeadStore(container: container)
    var server = MCPServer(
        name: "crm-mcp", version: "1.0.0",
        instructions: "Leads: who showed interest, from where, and what became of it.",
        tools: [
            .list("leads") { try await leads.newest($0).map(\.json) },
            .get("lead") { try await leads.find($0)?.json },
            addLead(leads, container),
        ],
        clock: container.clock, random: container.random)
    server.options.cacheScope = .public
    return RunningImage(handler: mcpHandler(server))
}

private func addLead(_ leads: LeadStore, _ container: Container) -> Tool {
    Tool(
        name: "add_lead", title: "Add a lead",
        description: "Stores a lead that somebody named to the agent. The CRM service hands it on.",
        inputSchema: [
            "type": "object",
            "properties": [
                "email": ["type": "string", "pattern": "^[^@\\s]+@[^@\\s]+$", "maxLength": 320],
                "full_name": ["type": "string", "minLength": 1, "maxLength": 200],
                "content_id": ["type": "string", "description": "The draft that the person answered to"],
                "campaign_id": ["type": "string", "description": "The campaign that the person answered to"],
            ],
            "required": ["email", "full_name"], "additionalProperties": false,
        ],
        annotations: .adding
    ) { call in
        let id = container.random.uuid()
        let lead = Lead(
            id: id, source: "agent", externalID: "agent:\(id)", email: call.arguments["email"]?.string ?? "",
            fullName: call.arguments["full_name"]?.string ?? "", contentID: call.arguments["content_id"]?.string,
            campaignID: call.arguments["campaign_id"]?.string, status: .new, createdAt: container.clock.now.rfc3339())
        return .structured(try await leads.insertUnlessPresent(lead).json)
    }
}
