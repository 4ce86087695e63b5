import Determinism
import HTTP
import JSONTree
import MCP
import Testing

@Suite struct HandshakeTests {
    let fixture = Fixture()

    func open(_ handler: Handler) async throws -> String {
        let response = await handler(Fixture.initialize)
        return try #require(response.fields["mcp-session-id"])
    }

    @Test(arguments: [
        ("2025-11-25", "2025-11-25"), ("2025-06-18", "2025-06-18"), ("2025-03-26", "2025-03-26"),
        ("2024-11-05", "2025-11-25"), ("2026-07-28", "2025-11-25"), ("x", "2025-11-25"),
    ])
    func `a version is taken where it is served, and the newest is offered otherwise`(
        _ asked: String, _ agreed: String
    ) async throws {
        let params: JSON = [
            "protocolVersion": .string(asked), "capabilities": [:], "clientInfo": ["name": "t", "version": "0"],
        ]
        let document = try await fixture.server.handler()(Fixture.handshake("initialize", params)).document()
        #expect(document["result"]?["protocolVersion"] == .string(agreed))
        #expect(document["result"]?["serverInfo"]?["name"] == "content")
        #expect(document["result"]?["resultType"] == nil)
    }

    @Test func `a session is opened, used and closed`() async throws {
        let handler = fixture.server.handler()
        let session = try await open(handler)
        let ready = Fixture.handshake("notifications/initialized", id: nil, session: session)
        #expect(await handler(ready).status == .accepted)
        let pong = try await handler(Fixture.handshake("ping", id: 0, session: session)).document()
        #expect(pong == ["jsonrpc": "2.0", "id": 0, "result": [:]])
        let list = try await handler(Fixture.handshake("tools/list", session: session)).document()
        #expect(list["result"]?.object?.names == ["tools"])
        var end = Fixture.handshake("x", session: session)
        end.method = .delete
        #expect(await handler(end).status == .noContent)
        #expect(await handler(Fixture.handshake("ping", session: session)).status == .notFound)
    }

    @Test func `a request without a session is 400, with an unknown one 404`() async throws {
        let handler = fixture.server.handler()
        #expect(await handler(Fixture.handshake("ping")).status == .badRequest)
        #expect(await handler(Fixture.handshake("ping", session: "nope")).status == .notFound)
        var stream = Fixture.handshake("x")
        stream.method = .get
        #expect(await handler(stream).status == .badRequest)
        var patch = Fixture.handshake("x")
        patch.method = .patch
        #expect(await handler(patch).status == .methodNotAllowed)
    }

    @Test func `a session that was not used is forgotten`() async throws {
        let handler = fixture.server.handler()
        let session = try await open(handler)
        fixture.clock.advance(by: .seconds(3599))
        #expect(await handler(Fixture.handshake("ping", session: session)).status == .ok)
        fixture.clock.advance(by: .seconds(3601))
        #expect(await handler(Fixture.handshake("ping", session: session)).status == .notFound)
    }

    @Test func `a session belongs to who opened it`() async throws {
        var server = fixture.server
        server.authorize = { .allowed($0.bearerToken) }
        let handler = server.handler()
        var opening = Fixture.initialize
        opening.fields["authorization"] = "Bearer ana"
        let session = try #require(await handler(opening).fields["mcp-session-id"])
        var request = Fixture.handshake("ping", session: session)
        request.fields["authorization"] = "Bearer ben"
        #expect(await handler(request).status == .notFound)
        request.fields["authorization"] = "Bearer ana"
        #expect(await handler(request).status == .ok)
    }

    @Test func `errors have the codes of that era and the status 200`() async throws {
        let handler = fixture.server.handler()
        let session = try await open(handler)
        for (method, params, code) in [
            ("nope", [:], -32601), ("tools/call", ["name": "nope"], -32602),
            ("resources/read", ["uri": "content://posts/8"], -32002), ("logging/setLevel", ["level": "loud"], -32602),
        ] as [(String, JSON, Int)] {
            let response = await handler(Fixture.handshake(method, params, session: session))
            #expect(response.status == .ok)
            #expect(try await response.document()["error"]?["code"]?.int == code, "\(method)")
        }
    }

    @Test func `logs follow the level that was set`() async throws {
        let handler = fixture.server.handler()
        let session = try await open(handler)
        let call = Fixture.handshake("tools/call", ["name": "chatty"], session: session)
        #expect(try await handler(call).events().count == 2)
        _ = await handler(Fixture.handshake("logging/setLevel", ["level": "debug"], session: session))
        #expect(try await handler(call).events().count == 3)
        _ = await handler(Fixture.handshake("logging/setLevel", ["level": "error"], session: session))
        #expect(try await handler(call).document()["result"]?["content"]?[0]?["text"] == "said")
    }

    @Test func `the GET stream is kept open with comments and ends with the session`() async throws {
        let handler = fixture.server.handler()
        let session = try await open(handler)
        var get = Fixture.handshake("x", session: session)
        get.method = .get
        let response = await handler(get)
        #expect(response.status == .ok)
        guard case .stream(let produce) = response.body else {
            Issue.record("the body is whole")
            return
        }
        let (comments, continuation) = AsyncStream.makeStream(of: String.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await produce(BodyWriter { continuation.yield(String(decoding: $0, as: UTF8.self)) }) }
            group.addTask { [clock = fixture.clock] in
                while !Task.isCancelled {
                    clock.advance(by: .seconds(15))
                    await Task.yield()
                }
            }
            var seen = comments.makeAsyncIterator()
            #expect(await seen.next() == ": keep-alive\n\n")
            var end = Fixture.handshake("x", session: session)
            end.method = .delete
            _ = await handler(end)
            try await group.next()
            group.cancelAll()
        }
    }
}
