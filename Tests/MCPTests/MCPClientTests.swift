import Determinism
import HTTP
import JSONTree
import MCP
import Synchronization
import Testing

@Suite struct MCPClientTests {
    /// Counts what a client sends, by method.
    final class Wire: Sendable {
        private let seen = Mutex<[String]>([])
        let handler: Handler

        init(_ handler: @escaping Handler) { self.handler = handler }

        var methods: [String] { seen.withLock { $0 } }

        func send(_ request: Request) async -> Response {
            let method = (try? JSON.parse(request.body))?["method"]?.string ?? request.method.rawValue
            seen.withLock { $0.append(method) }
            return await handler(request)
        }
    }

    func client(
        _ wire: Wire, mode: MCPClient.Mode = .auto,
        onNotification: @escaping @Sendable (String, JSON) async -> Void = { _, _ in }
    ) -> MCPClient {
        MCPClient(
            endpoint: Request(.post, "/mcp"), name: "test", version: "1", mode: mode, onNotification: onNotification
        ) { await wire.send($0) }
    }

    @Test(arguments: [MCPClient.Mode.auto, .modern, .handshake])
    func `tools and resources work in every mode`(_ mode: MCPClient.Mode) async throws {
        let client = client(Wire(Fixture().server.handler()), mode: mode)
        #expect(try await client.listTools().map(\.name).first == "add")
        let sum = try await client.callTool("add", ["a": 2, "b": 3])
        #expect(sum.structuredContent == ["sum": 5])
        #expect(try await client.callTool("fail").isError)
        #expect(try await client.listResources().count == 1)
        #expect(try await client.listResourceTemplates().count == 1)
        #expect(try await client.readResource("content://posts/7").first?.text == "Seven")
        try await client.close()
    }

    @Test func `a server that knows only the handshake is found`() async throws {
        let real = Fixture().server.handler()
        let wire = Wire { request in
            request.fields["mcp-protocol-version"] == "2026-07-28" ? Response(.badRequest) : await real(request)
        }
        let server = try await client(wire).connect()
        #expect(server.revision == .november2025)
        #expect(wire.methods == ["server/discover", "initialize", "notifications/initialized"])
    }

    @Test func `a server that asks for a token is not asked again in another era`() async throws {
        let wire = Wire { _ in Response(.unauthorized) }
        await #expect(throws: MCPClientError.self) { try await client(wire).connect() }
        #expect(wire.methods == ["server/discover"])
    }

    @Test func `a server of the future is refused by name`() async throws {
        let future: JSON = [
            "jsonrpc": "2.0", "id": 1,
            "error": [
                "code": -32022, "message": "no", "data": ["supported": ["2027-01-01"], "requested": "2026-07-28"],
            ],
        ]
        let error = await #expect(throws: MCPClientError.self) {
            try await client(Wire { _ in .json(future, .badRequest) }).connect()
        }
        #expect("\(try #require(error))".contains("2027-01-01"))
    }

    @Test func `a forgotten session is opened again`() async throws {
        let fixture = Fixture()
        let client = client(Wire(fixture.server.handler()), mode: .handshake)
        _ = try await client.listTools()
        fixture.clock.advance(by: .seconds(7200))
        #expect(try await client.callTool("add", ["a": 1, "b": 1]).structuredContent == ["sum": 2])
    }

    @Test func `arguments that travel as headers are learned from the schema`() async throws {
        let wire = Wire(Fixture().server.handler())
        let client = client(wire)
        #expect(try await client.callTool("routed", ["region": "España"]).text == "España")
        #expect(wire.methods == ["server/discover", "tools/call", "tools/list", "tools/call"])
    }

    @Test func `notifications are handed over`() async throws {
        let seen = Seen()
        let client = client(Wire(Fixture().server.handler())) { method, _ in await seen.add(method) }
        #expect(try await client.callTool("slow", progressToken: 1).text == "ran for nobody, -")
        #expect(await seen.methods == ["notifications/progress"])
    }

    actor Seen {
        var methods: [String] = []
        func add(_ method: String) { methods.append(method) }
    }

    @Test func `a refusal is a typed error`() async throws {
        let client = client(Wire(Fixture().server.handler()))
        do {
            _ = try await client.callTool("nope")
            Issue.record("it was not refused")
        } catch MCPClientError.refused(let error) {
            #expect(error.code == RPCError.Code.invalidParams)
        }
    }

    @Test(arguments: ["<html>", "[]", #"{"jsonrpc":"2.0","id":99,"result":{}}"#, #"{"jsonrpc":"2.0","id":1}"#])
    func `an answer that is none is an error`(_ body: String) async throws {
        let client = client(Wire { _ in .text(body, type: "application/json") }, mode: .modern)
        await #expect(throws: MCPClientError.self) { try await client.connect() }
    }
}
