import Determinism
import HTTP
package import Images
import JSONTree
import MCP

/// Opens the content database to agents, and its context to the ads MCP server.
package let contentMCPImage = LocalImage("promptsales/content-mcp") { container in
    let drafts = DraftStore(container: container)
    var server = MCPServer(
        name: "content-mcp", version: "1.0.0",
        instructions: "Drafts of marketing content: read them, write them, and take a draft's context for a campaign.",
        tools: [
            .list("drafts", with: "their status and posts") { try await drafts.newest($0).map(\.json) },
            .get("draft") { try await drafts.find($0)?.json },
            createDraft(drafts, container), getContext(drafts),
        ],
        resourceTemplates: [draftResource(drafts)], clock: container.clock, random: container.random)
    server.options.cacheScope = .public
    return RunningImage(handler: mcpHandler(server))
}

private func createDraft(_ drafts: DraftStore, _ container: Container) -> Tool {
    Tool(
        name: "create_draft", title: "Create a draft",
        description: "Keeps a text as a new draft. It is published from the portal, by a person.",
        inputSchema: [
            "type": "object",
            "properties": [
                "topic": ["type": "string", "minLength": 1, "maxLength": 500],
                "audience": ["type": "string", "maxLength": 200], "text": ["type": "string", "minLength": 1],
            ],
            "required": ["topic", "text"], "additionalProperties": false,
        ],
        annotations: .adding
    ) { call in
        let draft = Draft(
            id: container.random.uuid(), topic: call.arguments["topic"]?.string ?? "",
            audience: call.arguments["audience"]?.string ?? "everyone", channels: Draft.Channel.allCases,
            text: call.arguments["text"]?.string ?? "", status: .draft, createdAt: container.clock.now.rfc3339(),
            posts: [])
        try await drafts.insert(draft)
        return .structured(draft.json)
    }
}

/// What another sub-company needs to know of a draft, and no more.
private func getContext(_ drafts: DraftStore) -> Tool {
    Tool(
        name: "get_context", title: "Get a draft's context",
        description: "What a campaign needs to know of a draft: topic, audience, text, where it was posted.",
        inputSchema: idSchema, annotations: .init(readOnly: true)
    ) { call in
        guard let draft = try await drafts.find(call.arguments["id"]?.string ?? "") else {
            return .failure("there is no draft with this id")
        }
        return .structured([
            "content_id": .string(draft.id), "topic": .string(draft.topic), "audience": .string(draft.audience),
            "text": .string(draft.text), "posts": draft.json["posts"] ?? [:],
        ])
    }
}

private func draftResource(_ drafts: DraftStore) -> ResourceTemplate {
    ResourceTemplate(
        uriTemplate: "content://drafts/{id}", name: "draft", title: "Draft", mimeType: "application/json"
    ) { read in
        guard let draft = try await drafts.find(read.parameters["id"] ?? "") else { return nil }
        return [.json(draft.json, uri: read.uri)]
    }
}
