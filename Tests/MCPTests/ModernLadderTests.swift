import HTTP
import JSONTree
import MCP
import Testing

/// The validation ladder of 2026-07-28, rung by rung.
@Suite struct ModernLadderTests {
    struct Rung: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var status: Status
        var code: Int?
        var id: JSON?
        var request: Request

        init(_ name: String, _ status: Status, _ code: Int?, id: JSON? = nil, _ request: Request) {
            testDescription = name
            self.status = status
            self.code = code
            self.id = id
            self.request = request
        }

        init(_ name: String, _ status: Status, id: JSON? = nil, _ request: Request) {
            self.init(name, status, nil, id: id, request)
        }
    }

    static func changed(_ request: Request, _ change: (inout Request) -> Void) -> Request {
        var request = request
        change(&request)
        return request
    }

    static let list = Fixture.modern("tools/list")

    static let rungs: [Rung] = [
        Rung("a foreign origin", 403, changed(list) { $0.fields["origin"] = "https://evil.example" }),
        Rung("the null origin", 403, changed(list) { $0.fields["origin"] = "null" }),
        Rung(
            "an origin that only starts like a loopback one", 403,
            changed(list) { $0.fields["origin"] = "http://localhost.evil.example" }),
        Rung("a loopback origin", 200, changed(list) { $0.fields["origin"] = "http://localhost:3000" }),
        Rung("GET", 405, changed(list) { $0.method = .get }),
        Rung("DELETE", 405, changed(list) { $0.method = .delete }),
        Rung("Accept without event streams", 406, changed(list) { $0.fields["accept"] = "application/json" }),
        Rung("Accept without JSON", 406, changed(list) { $0.fields["accept"] = "text/event-stream" }),
        Rung("Accept of everything", 200, changed(list) { $0.fields["accept"] = "*/*" }),
        Rung("another media type", 415, changed(list) { $0.fields["content-type"] = "text/plain" }),
        Rung("no JSON", 400, -32700, id: .null, changed(list) { $0.body = Array("{".utf8) }),
        Rung(
            "a notification", 202,
            changed(list) {
                $0.body = Array(#"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{}}"#.utf8)
            }),
        Rung("a batch", 400, -32600, id: .null, changed(list) { $0.body = Array("[]".utf8) }),
        Rung(
            "a response", 400, -32600, id: .null,
            changed(list) {
                $0.body = Array(#"{"jsonrpc":"2.0","id":1,"result":{}}"#.utf8)
            }),
        Rung("a null id", 400, -32600, id: .null, Fixture.modern("tools/list", id: nil)),
        Rung(
            "no _meta", 400, -32602, id: 1,
            changed(list) {
                $0.body = Array(#"{"jsonrpc":"2.0","id":1,"method":"tools/list"}"#.utf8)
            }),
        Rung(
            "_meta without capabilities", 400, -32602, id: 1,
            Fixture.modern(
                "tools/list", meta: ["io.modelcontextprotocol/protocolVersion": "2026-07-28"])),
        Rung(
            "_meta without a version", 400, -32602, id: 1,
            Fixture.modern(
                "tools/list", meta: ["io.modelcontextprotocol/clientCapabilities": [:]])),
        Rung("no version header", 400, -32020, id: 1, changed(list) { $0.fields["mcp-protocol-version"] = nil }),
        Rung(
            "another version in the header", 400, -32020, id: 1,
            changed(list) {
                $0.fields["mcp-protocol-version"] = "2027-01-01"
            }),
        Rung(
            "the version header twice", 400, -32020, id: 1,
            changed(list) {
                $0.fields.append("mcp-protocol-version", "2026-07-28")
            }),
        Rung("no method header", 400, -32020, id: 1, changed(list) { $0.fields["mcp-method"] = nil }),
        Rung(
            "another method in the header", 400, -32020, id: 1, changed(list) { $0.fields["mcp-method"] = "tools/call" }
        ),
        Rung(
            "a method header in another case", 400, -32020, id: 1,
            changed(list) { $0.fields["mcp-method"] = "Tools/List" }),
        Rung(
            "another name in the header", 400, -32020, id: 1,
            Fixture.modern(
                "tools/call", ["name": "add"], fields: ["mcp-name": "fail"])),
        Rung(
            "no name header", 400, -32020, id: 1,
            changed(Fixture.modern("tools/call", ["name": "add"])) {
                $0.fields["mcp-name"] = nil
            }),
        Rung(
            "a broken base64 name", 400, -32020, id: 1,
            Fixture.modern(
                "tools/call", ["name": "add"], fields: ["mcp-name": "=?base64?!?="])),
        Rung(
            "a name in base64", 200, id: 1,
            Fixture.modern(
                "tools/call", ["name": "add"], fields: ["mcp-name": "=?base64?YWRk?="])),
        Rung(
            "a version that is not served", 400, -32022, id: 1,
            Fixture.modern(
                "tools/list",
                meta: [
                    "io.modelcontextprotocol/protocolVersion": "2027-01-01",
                    "io.modelcontextprotocol/clientCapabilities": [:],
                ], fields: ["mcp-protocol-version": "2027-01-01"])),
        Rung(
            "an argument without its header", 400, -32020, id: 1,
            Fixture.modern(
                "tools/call", ["name": "routed", "arguments": ["region": "eu"]])),
        Rung(
            "a header without its argument", 400, -32020, id: 1,
            Fixture.modern(
                "tools/call", ["name": "routed"], fields: ["mcp-param-region": "eu"])),
        Rung(
            "a header that says something else", 400, -32020, id: 1,
            Fixture.modern(
                "tools/call", ["name": "routed", "arguments": ["region": "eu"]], fields: ["mcp-param-region": "us"])),
        Rung(
            "a header that says the same", 200, id: 1,
            Fixture.modern(
                "tools/call", ["name": "routed", "arguments": ["region": "eu"]], fields: ["mcp-param-region": "eu"])),
        Rung("initialize", 404, -32601, id: 1, Fixture.modern("initialize")),
        Rung("ping", 404, -32601, id: 1, Fixture.modern("ping")),
        Rung("logging/setLevel", 404, -32601, id: 1, Fixture.modern("logging/setLevel")),
        Rung("resources/subscribe", 404, -32601, id: 1, Fixture.modern("resources/subscribe", ["uri": "x"])),
        Rung("prompts/list, which is not declared", 404, -32601, id: 1, Fixture.modern("prompts/list")),
        Rung(
            "a capability that was not declared", 400, -32021, id: 1, Fixture.modern("tools/call", ["name": "sampler"])),
        Rung("an unknown tool", 400, -32602, id: 1, Fixture.modern("tools/call", ["name": "nope"])),
        Rung("a tool without a name", 400, -32602, id: 1, Fixture.modern("tools/call")),
        Rung("an unknown resource", 400, -32602, id: 1, Fixture.modern("resources/read", ["uri": "content://posts/8"])),
        Rung("a cursor of somebody else", 400, -32602, id: 1, Fixture.modern("tools/list", ["cursor": "x"])),
        Rung(
            "a log level that is none", 400, -32602, id: 1,
            Fixture.modern(
                "tools/list",
                meta: {
                    var meta = Fixture.meta
                    meta["io.modelcontextprotocol/logLevel"] = "loud"
                    return meta
                }())),
        Rung(
            "arguments that are no object", 400, -32602, id: 1,
            Fixture.modern(
                "tools/call", ["name": "add", "arguments": [1]])),
        Rung("a result that breaks its schema", 500, -32603, id: 1, Fixture.modern("tools/call", ["name": "liar"])),
        Rung("the id 0", 200, id: 0, Fixture.modern("tools/list", id: 0)),
        Rung("an id that is text", 404, -32601, id: "x", Fixture.modern("nope", id: "x")),
    ]

    @Test(arguments: rungs)
    func `each rung has its status, its code and the request's id`(_ rung: Rung) async throws {
        let response = await Fixture().server.handler()(rung.request)
        let document = try await response.document()
        #expect(response.status == rung.status)
        #expect(document["error"]?["code"]?.int == rung.code)
        if let id = rung.id { #expect(document["id"] == id) }
    }

    @Test func `a version that is not served is answered with those that are`() async throws {
        let meta: JSON = [
            "io.modelcontextprotocol/protocolVersion": "2027-01-01", "io.modelcontextprotocol/clientCapabilities": [:],
        ]
        let request = Fixture.modern("tools/list", meta: meta, fields: ["mcp-protocol-version": "2027-01-01"])
        let document = try await Fixture().server.handler()(request).document()
        #expect(document["error"]?["data"] == ["supported": ["2026-07-28"], "requested": "2027-01-01"])
    }

    @Test func `a missing capability is named`() async throws {
        let document = try await Fixture().server.handler()(Fixture.modern("tools/call", ["name": "sampler"]))
            .document()
        #expect(document["error"]?["data"] == ["requiredCapabilities": ["sampling": [:]]])
    }

    @Test func `GET is told to POST`() async {
        let response = await Fixture().server.handler()(Self.changed(Self.list) { $0.method = .get })
        #expect(response.fields["allow"] == "POST")
    }

    @Test func `an origin that is listed may call`() async {
        var server = Fixture().server
        server.options.allowedOrigins = ["https://app.example"]
        let response = await server.handler()(Self.changed(Self.list) { $0.fields["origin"] = "https://app.example" })
        #expect(response.status == .ok)
    }

    @Test func `who is refused gets the challenge before anything is read`() async {
        var server = Fixture().server
        server.authorize = { _ in .refused(Response(.unauthorized, fields: ["www-authenticate": "Bearer"])) }
        let response = await server.handler()(Self.changed(Self.list) { $0.body = [] })
        #expect(response.status == .unauthorized)
        #expect(response.fields["www-authenticate"] == "Bearer")
    }
}
