import Determinism
import HTTP
import JSONTree
import MCP

/// A server with one of everything, and short ways to talk to it.
struct Fixture {
    let clock = InstanceClock(frozenAt: Timestamp(seconds: 1_795_000_000))
    let random = SeededRandom(seed: 7)

    struct Upstream: Error, CustomStringConvertible {
        var description: String { "the upstream does not answer" }
    }

    var server: MCPServer {
        MCPServer(
            name: "content", version: "1.2.0", instructions: "Writes posts.",
            tools: [Self.add, Self.fail, Self.chatty, Self.slow, Self.routed, Self.sampler, Self.liar],
            resources: [
                Resource(uri: "content://posts", name: "posts") { read in [.json(["posts": []], uri: read.uri)] }
            ],
            resourceTemplates: [
                ResourceTemplate(uriTemplate: "content://posts/{id}", name: "post") { read in
                    read.parameters["id"] == "7" ? [.text("Seven", uri: read.uri)] : nil
                }
            ],
            clock: clock, random: random)
    }

    static let add = Tool(
        name: "add", title: "Add", description: "Adds two numbers.",
        inputSchema: [
            "type": "object", "properties": ["a": ["type": "integer"], "b": ["type": "integer"]],
            "required": ["a", "b"], "additionalProperties": false,
        ],
        outputSchema: ["type": "object", "properties": ["sum": ["type": "integer"]], "required": ["sum"]],
        annotations: Tool.Annotations(readOnly: true)
    ) { call in
        let sum = (call.arguments["a"]?.int ?? 0) &+ (call.arguments["b"]?.int ?? 0)
        return .structured(["sum": JSON(sum)])
    }

    static let fail = Tool(name: "fail", description: "Fails.") { _ in throw Upstream() }

    static let chatty = Tool(name: "chatty", description: "Reports, then answers.") { call in
        try await call.log(.debug, "too fine")
        try await call.log(.warning, "look")
        try await call.progress(1, total: 2)
        try await call.progress(1, total: 2)
        try await call.progress(2, total: 2, message: "done")
        return .text("said")
    }

    static let slow = Tool(name: "slow", description: "Reports while it runs.", reportsWhileRunning: true) { call in
        try await call.progress(50, total: 100)
        return .text("ran for \(call.caller.principal ?? "nobody"), \(call.caller.traceFields["traceparent"] ?? "-")")
    }

    static let routed = Tool(
        name: "routed", description: "Has an argument that travels as a header.",
        inputSchema: [
            "type": "object",
            "properties": ["region": ["type": "string", "x-mcp-header": "Region"], "size": ["type": "integer"]],
        ]
    ) { call in .text(call.arguments["region"]?.string ?? "none") }

    static let sampler = Tool(
        name: "sampler", description: "Needs the client's model.", requiredClientCapabilities: ["sampling": [:]]
    ) { _ in .text("sampled") }

    static let liar = Tool(
        name: "liar", description: "Breaks its own output schema.", outputSchema: ["type": "array"]
    ) { _ in .structured("no array") }

    // MARK: - Requests

    static let meta: JSON = [
        "io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": [:],
    ]

    /// A request of the stateless era with the headers it needs.
    static func modern(
        _ method: String, _ params: JSON = [:], id: JSON = 1, meta: JSON = Fixture.meta, fields: Fields = Fields()
    ) -> Request {
        var params = params
        params["_meta"] = meta
        var all = base
        all["mcp-protocol-version"] = "2026-07-28"
        all["mcp-method"] = method
        all["mcp-name"] = (params["name"] ?? params["uri"])?.string
        for field in fields { all[field.name] = field.value }
        let message: JSON = ["jsonrpc": "2.0", "id": id, "method": .string(method), "params": params]
        return Request(.post, "/mcp", fields: all, body: message.bytes)
    }

    /// A request of the handshake era.
    static func handshake(_ method: String, _ params: JSON = [:], id: JSON? = 1, session: String? = nil) -> Request {
        var all = base
        all["mcp-session-id"] = session
        if session != nil { all["mcp-protocol-version"] = "2025-11-25" }
        let message = JSON.compact(["jsonrpc": "2.0", "id": id, "method": .string(method), "params": params])
        return Request(.post, "/mcp", fields: all, body: message.bytes)
    }

    static let initialize = handshake(
        "initialize",
        ["protocolVersion": "2025-11-25", "capabilities": [:], "clientInfo": ["name": "t", "version": "0"]])

    private static let base: Fields = [
        "content-type": "application/json", "accept": "application/json, text/event-stream",
    ]
}

extension Response {
    /// The body as JSON, with the status beside it; null where there is no body.
    func document() async throws -> JSON {
        let bytes = try await collectedBody()
        return bytes.isEmpty ? .null : try JSON.parse(bytes)
    }

    /// The messages of an event stream that ends.
    func events() async throws -> [JSON] {
        try String(decoding: try await collectedBody(), as: UTF8.self).split(separator: "\n")
            .filter { $0.hasPrefix("data: ") }.map { try JSON.parse(String($0.dropFirst(6))) }
    }
}
