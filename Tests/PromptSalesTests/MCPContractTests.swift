import Contracts
import Diagnostics
import Foundation
import HTTP
import Images
import JSONTree
import MCP
import PromptSales
import Testing
import YAMLTree

@Suite struct MCPContractTests {
    static let servers: [(String, LocalImage)] = [
        ("ads", adsMCPImage), ("analytics", analyticsMCPImage), ("content", contentMCPImage), ("crm", crmMCPImage),
    ]

    @Test(arguments: servers)
    func `a server offers exactly the tools of its contract`(name: String, image: LocalImage) async throws {
        let path = "\(repository)/blueprints/promptsales/contracts/\(name).mcp.yaml"
        var diagnostics: [Diagnostic] = []
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let contract = try #require(readDocuments(text, file: path, &diagnostics).first)
        let promised = JSON(contract.yaml)["tools"]?.array ?? []

        let handler = try await image.start(.test()).handler
        let client = MCPClient(
            endpoint: Request(.post, "/mcp"), name: "test", version: "1", send: { await handler($0) })
        let offered = try await client.listTools().map(\.json)
        #expect(offered.map { $0["name"] } == promised.map { $0["name"] })
        for (tool, promise) in zip(offered, promised) {
            #expect(tool == promise, "\(tool.prettyText)\n\(promise.prettyText)")
        }
        #expect(!offered.isEmpty)
    }
}
