import Emulator
import HTTP
import JSONTree
import MCP
import Testing

@Suite(.timeLimit(.minutes(2)), .serialized) struct JourneyTests {
    @Test func `a draft is written, published, advertised and brings a lead that every CRM gets`() async throws {
        try await RunningSystem.run { (system) async throws in
            let token = try await system.token()
            let made = try await system.call(
                .post, "/content/drafts", token: token, ["topic": "trail shoes", "audience": "hikers"])
            #expect(made.status == 201)
            let id = try #require(made.body["id"]?.string)
            #expect(made.body["text"]?.string?.isEmpty == false)

            #expect(try await system.call(.post, "/content/drafts/\(id)/publish", token: token, [:]).status == 202)
            let published = try await system.eventually {
                let draft = try await system.call(.get, "/content/drafts/\(id)", token: token).body
                return draft["status"] == "published" ? Optional(draft) : .none
            }
            #expect(published["posts"]?.object?.names.sorted() == ["meta", "tiktok"])

            let campaign = try await call(system, "ads_create_campaign", ["content_id": .string(id)], token)
            #expect(campaign["status"] == "launched")
            #expect(campaign["context"]?["topic"] == "trail shoes")
            #expect(campaign["google_ads_resource"]?.string?.isEmpty == false)

            let lead = try await system.call(
                .post, "/crm/leads", token: token,
                ["email": "jo@example.com", "full_name": "Jo Doe", "content_id": .string(id)])
            #expect(lead.status == 201)
            #expect(lead.body["status"] == "synced")
            #expect(lead.body["hubspot_id"]?.string?.isEmpty == false)
            #expect(lead.body["salesforce_id"]?.string?.isEmpty == false)

            let performance = try await call(
                system, "analytics_content_performance", ["content_id": .string(id)], token)
            let content = try #require(performance["content"]?[0])
            #expect(content["status"] == "published")
            #expect(content["campaigns"]?[0]?["id"] == campaign["id"])
            #expect(content["leads"] == 1)
            #expect(content["synced_leads"] == 1)
        }
    }

    /// Calls a tool behind the gateway's MCP endpoint.
    private func call(_ system: RunningSystem, _ tool: String, _ arguments: JSON, _ token: String) async throws -> JSON
    {
        let endpoint = Request(
            .post, "/mcp", scheme: "https", authority: RunningSystem.host,
            fields: ["authorization": "Bearer \(token)"])
        let client = MCPClient(
            endpoint: endpoint, name: "test", version: "1",
            send: { try #require(await system.instance.respond(to: $0, at: "alb")) })
        let result = try await client.callTool(tool, arguments)
        #expect(!result.isError, "\(result.text)")
        return try #require(result.structuredContent)
    }

    @Test func `two instances side by side do not see each other's data`() async throws {
        try await RunningSystem.run { first in
            try await RunningSystem.run { (second) async throws in
                let (firstToken, secondToken) = (try await first.token(), try await second.token())
                let made = try await first.call(.post, "/content/drafts", token: firstToken, ["topic": "tea"])
                let id = try #require(made.body["id"]?.string)
                #expect(try await first.call(.get, "/content/drafts/\(id)", token: firstToken).status == 200)
                #expect(try await second.call(.get, "/content/drafts/\(id)", token: secondToken).status == 404)
                let drafts = try await second.call(.get, "/content/drafts", token: secondToken)
                #expect(drafts.body["drafts"] == [])
                // Keys are each instance's own, too.
                #expect(try await second.call(.get, "/content/drafts", token: firstToken).status == 401)
                let addresses = (first.instance.parts + second.instance.parts).compactMap(\.address)
                #expect(Set(addresses).count == addresses.count)
            }
        }
    }

    @Test func `the gateway asks for a token and its scope`() async throws {
        try await RunningSystem.run { (system) async throws in
            #expect(try await system.call(.get, "/content/drafts").status == 401)
            #expect(try await system.call(.get, "/content/drafts", token: "a.b.c").status == 401)
            #expect(try await system.call(.get, "/nothing").status == 404)
            #expect(try await system.call(.get, "/.well-known/oauth-authorization-server").status == 200)
        }
    }
}
