import HTTP
import Images
import JSONTree
import MCP

/// The portal's AI agent: lists the tools behind the gateway's MCP endpoint and calls one with the user's token.
enum AgentPages {
    static func add(to frontend: inout FrontendRouter) {
        let shared = frontend
        frontend.page("/agent") { _, gateway in
            let client = try client(of: gateway)
            let tools = try await client.listTools()
            return shared.page("Agent", gateway.session, form(tools, gateway.session))
        }
        frontend.form("/agent") { call, gateway in
            let sent = call.request.bodyForm
            let name = sent["tool"] ?? ""
            guard let arguments = try? JSON.parse(sent["arguments"] ?? "{}"), arguments.object != nil else {
                throw Problem(.unprocessableContent, "the arguments are not a JSON object")
            }
            let result = try await client(of: gateway).callTool(name, arguments)
            let text = result.structuredContent?.prettyText ?? result.text
            return shared.page(
                name, gateway.session,
                """
                <p class="\(result.isError ? "error" : "soft")">\(result.isError ? "the tool failed" : "answered")</p>
                <div class="card"><pre>\(text)</pre></div><p><a href="/agent">Ask something else</a></p>
                """)
        }
    }

    private static func client(of gateway: GatewayClient) throws -> MCPClient {
        try gateway.container.mcpClient(
            at: gateway.container.setting("GATEWAY_URL") + "/mcp",
            fields: ["authorization": "Bearer \(gateway.session.accessToken)"])
    }

    private static func form(_ tools: [ToolDescription], _ session: Session) -> HTML {
        """
        <form class="panel" method="post" action="/agent">
        <input type="hidden" name="form_token" value="\(session.formToken)">
        <label for="tool">Tool</label>
        <select id="tool" name="tool">\(tools.map { "<option>\($0.name)</option>" as HTML })</select>
        <label for="arguments">Arguments</label>
        <textarea id="arguments" name="arguments" rows="3">{}</textarea>
        <button>Call it</button>
        </form>
        <table><tr><th>Tool</th><th>What it does</th></tr>
        \(tools.map { "<tr><td>\($0.name)</td><td>\($0.description)</td></tr>" as HTML })</table>
        """
    }
}
