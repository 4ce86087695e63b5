import Determinism
import HTTP
package import Images
import JSONTree
import MCP

/// Answers questions that need all three databases, and changes none of them.
package let analyticsMCPImage = LocalImage("promptsales/analytics-mcp") { container in
    let analytics = Analytics(container: container)
    var server = MCPServer(
        name: "analytics-mcp", version: "1.0.0",
        instructions: "What became of content: its posts, its campaigns and their budget, its leads.",
        tools: [contentPerformance(analytics), totals(analytics)], clock: container.clock, random: container.random)
    server.options.cacheScope = .public
    return RunningImage(handler: mcpHandler(server))
}

private func contentPerformance(_ analytics: Analytics) -> Tool {
    Tool(
        name: "content_performance", title: "Content performance",
        description:
            "For each draft, or for one: where it was posted, its campaigns and budget, and the leads it brought.",
        inputSchema: [
            "type": "object", "properties": ["content_id": ["type": "string", "minLength": 1]],
            "additionalProperties": false,
        ],
        annotations: .init(readOnly: true)
    ) { call in
        let rows = try await analytics.performance(of: call.arguments["content_id"]?.string)
        return .structured(["content": .array(rows)])
    }
}

private func totals(_ analytics: Analytics) -> Tool {
    Tool(
        name: "totals", title: "Totals", description: "How many drafts, campaigns and leads there are, by status.",
        inputSchema: ["type": "object", "properties": [:], "additionalProperties": false],
        annotations: .init(readOnly: true)
    ) { _ in .structured(try await analytics.totals()) }
}

/// Joins what MongoDB and the two PostgreSQL databases hold.
struct Analytics: Sendable {
    let container: Container

    private static let most = 1000

    /// One object for each draft, newest first; for one draft alone where `contentID` is given.
    func performance(of contentID: String?) async throws -> [JSON] {
        async let drafts = DraftStore(container: container).newest(Self.most)
        async let campaigns = CampaignStore(container: container).newest(Self.most)
        async let leads = LeadStore(container: container).newest(Self.most)
        let campaignsByContent = Dictionary(grouping: try await campaigns) { $0.contentID ?? "" }
        let leadsByContent = Dictionary(grouping: try await leads) { $0.contentID ?? "" }
        return try await drafts.filter { contentID == nil || $0.id == contentID }.map { draft in
            let campaigns = campaignsByContent[draft.id] ?? []
            let campaignIDs = Set(campaigns.flatMap { [$0.id, $0.googleAdsResource].compactMap(\.self) })
            let leads =
                (leadsByContent[draft.id] ?? [])
                + (leadsByContent[""] ?? []).filter { $0.campaignID.map(campaignIDs.contains) ?? false }
            return [
                "content_id": .string(draft.id), "topic": .string(draft.topic),
                "status": .string(draft.status.rawValue),
                "posts": draft.json["posts"] ?? [:],
                "campaigns": .array(
                    campaigns.map {
                        ["id": .string($0.id), "name": .string($0.name), "status": .string($0.status.rawValue)]
                    }),
                "budget_micros": .int(campaigns.reduce(0) { $0 + $1.budgetMicros }), "leads": JSON(leads.count),
                "synced_leads": JSON(leads.filter { $0.status == .synced }.count),
            ]
        }
    }

    func totals() async throws -> JSON {
        async let drafts = DraftStore(container: container).newest(Self.most)
        async let campaigns = CampaignStore(container: container).newest(Self.most)
        async let leads = LeadStore(container: container).newest(Self.most)
        return [
            "drafts": count(try await drafts.map(\.status.rawValue)),
            "campaigns": count(try await campaigns.map(\.status.rawValue)),
            "leads": count(try await leads.map(\.status.rawValue)),
        ]
    }

    private func count(_ statuses: [String]) -> JSON {
        let counts = Dictionary(statuses.map { ($0, 1) }, uniquingKeysWith: +)
        return .object(JSON.Object(counts.sorted { $0.key < $1.key }.map { ($0.key, JSON($0.value)) }))
    }
}
