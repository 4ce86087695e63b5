import HTTP
import JSONTree
import MCP
import Testing

@Suite struct ModernMethodTests {
    func result(_ request: Request, of server: MCPServer = Fixture().server) async throws -> JSON {
        let document = try await server.handler()(request).document()
        return try #require(document["result"], "\(document.text)")
    }

    @Test func `discover names the server, its versions and how long that holds`() async throws {
        let result = try await result(Fixture.modern("server/discover"))
        #expect(result["resultType"] == "complete")
        #expect(result["supportedVersions"] == ["2026-07-28"])
        #expect(result["instructions"] == "Writes posts.")
        #expect(result["ttlMs"] == 0)
        #expect(result["cacheScope"] == "private")
        #expect(result["_meta"]?["io.modelcontextprotocol/serverInfo"] == ["name": "content", "version": "1.2.0"])
    }

    @Test func `tools come with their schemas in the order they were given`() async throws {
        let tools = try #require(try await result(Fixture.modern("tools/list"))["tools"]?.array)
        #expect(tools.first?["name"] == "add")
        #expect(tools.first?["annotations"] == ["readOnlyHint": true])
        #expect(tools.first?["inputSchema"] == Fixture.add.inputSchema)
        #expect(tools.compactMap { $0["name"]?.string }.last == "liar")
    }

    @Test func `a long list comes in pages`() async throws {
        var server = Fixture().server
        server.options.pageSize = 4
        let first = try await result(Fixture.modern("tools/list"), of: server)
        #expect(first["tools"]?.array?.count == 4)
        let second = try await result(Fixture.modern("tools/list", ["cursor": first["nextCursor"] ?? nil]), of: server)
        #expect(second["tools"]?.array?.count == 3)
        #expect(second["nextCursor"] == nil)
    }

    @Test func `a call gives a value and the same value as text`() async throws {
        let result = try await result(Fixture.modern("tools/call", ["name": "add", "arguments": ["a": 2, "b": 3]]))
        #expect(result["structuredContent"] == ["sum": 5])
        #expect(result["content"]?[0]?["text"] == #"{"sum":5}"#)
        #expect(result["isError"] == false)
        #expect(result["ttlMs"] == nil)
    }

    static let badArguments: [(JSON, String)] = [
        (["a": 1], "'b'"), (["a": 1, "b": "x"], "'b'"), (["a": 1, "b": 2, "c": 3], "'c'"),
    ]

    @Test(arguments: badArguments)
    func `bad arguments are a failed result that names the field`(_ arguments: JSON, _ field: String) async throws {
        let result = try await result(Fixture.modern("tools/call", ["name": "add", "arguments": arguments]))
        #expect(result["isError"] == true)
        #expect(try #require(result["content"]?[0]?["text"]?.string).contains(field))
    }

    @Test func `what a tool throws is a failed result`() async throws {
        let result = try await result(Fixture.modern("tools/call", ["name": "fail"]))
        #expect(result["isError"] == true)
        #expect(result["content"]?[0]?["text"] == "the upstream does not answer")
    }

    @Test func `resources are read by their own URI and by a template`() async throws {
        let own = try await result(Fixture.modern("resources/read", ["uri": "content://posts"]))
        #expect(own["contents"]?[0]?["text"] == #"{"posts":[]}"#)
        #expect(own["ttlMs"] == 0)
        let fitting = try await result(Fixture.modern("resources/read", ["uri": "content://posts/7"]))
        #expect(fitting["contents"]?[0]?["text"] == "Seven")
    }

    // MARK: - Reports

    static func call(_ name: String, meta extra: JSON.Object = JSON.Object()) -> Request {
        var meta = Fixture.meta
        for (name, value) in extra.members { meta[name] = value }
        return Fixture.modern("tools/call", ["name": .string(name)], meta: meta)
    }

    @Test func `nothing is reported to who did not ask`() async throws {
        let response = await Fixture().server.handler()(Self.call("chatty"))
        #expect(response.fields["content-type"] == "application/json")
    }

    @Test func `progress and logs come on the call's own stream, before its result`() async throws {
        let asked = JSON.Object([("progressToken", "p"), ("io.modelcontextprotocol/logLevel", "info")])
        let response = await Fixture().server.handler()(Self.call("chatty", meta: asked))
        #expect(response.fields["content-type"] == "text/event-stream")
        #expect(response.fields["x-accel-buffering"] == "no")
        let events = try await response.events()
        #expect(
            events.map { event in event["method"]?.string ?? "result" } == [
                "notifications/message", "notifications/progress", "notifications/progress", "result",
            ])
        #expect(events.first?["params"]?["data"] == "look")
        #expect(events.last?["id"] == 1)
    }

    @Test func `a tool that reports while it runs gets a stream at once`() async throws {
        let trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        let asked = JSON.Object([("progressToken", 0), ("traceparent", .string(trace))])
        var server = Fixture().server
        server.authorize = { _ in .allowed("ana") }
        let response = await server.handler()(Self.call("slow", meta: asked))
        guard case .stream = response.body else {
            Issue.record("the body is whole")
            return
        }
        let events = try await response.events()
        #expect(events.first?["params"]?["progressToken"] == 0)
        #expect(events.last?["result"]?["content"]?[0]?["text"] == .string("ran for ana, \(trace)"))
    }

    @Test func `listening is acknowledged with what is granted, which is nothing`() async throws {
        let request = Fixture.modern("subscriptions/listen", ["notifications": ["toolsListChanged": true]], id: 9)
        let response = await Fixture().server.handler()(request)
        guard case .stream(let produce) = response.body else {
            Issue.record("the body is whole")
            return
        }
        struct Enough: Error { var text: String }
        let first = await #expect(throws: Enough.self) {
            try await produce(BodyWriter { throw Enough(text: String(decoding: $0, as: UTF8.self)) })
        }
        let text = try #require(first?.text.split(separator: "\n").last?.dropFirst(6))
        let message = try JSON.parse(String(text))
        #expect(message["method"] == "notifications/subscriptions/acknowledged")
        #expect(message["params"]?["notifications"] == [:])
        #expect(message["params"]?["_meta"]?["io.modelcontextprotocol/subscriptionId"] == 9)
    }
}
