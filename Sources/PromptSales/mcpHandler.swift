import HTTP
import Images
import JSONTree
import MCP

/// An MCP server's endpoint at `/mcp`, with the probes beside it.
func mcpHandler(_ server: MCPServer) -> Handler {
    let endpoint = server.handler()
    var router = Router()
    router.addProbes()
    let probes = router.handler
    return { request in request.path == "/mcp" ? await endpoint(request) : await probes(request) }
}

/// The arguments of a tool that takes the id of one thing.
let idSchema: JSON = [
    "type": "object", "properties": ["id": ["type": "string", "minLength": 1]], "required": ["id"],
    "additionalProperties": false,
]

/// The arguments of a tool that lists the newest things, 20 of them unless told otherwise.
let limitSchema: JSON = [
    "type": "object",
    "properties": ["limit": ["type": "integer", "minimum": 1, "maximum": 100, "default": 20]],
    "additionalProperties": false,
]

extension Tool.Annotations {
    /// Of a tool that adds something, a second one when it is called again, and changes nothing that is there.
    static let adding = Tool.Annotations(readOnly: false, destructive: false, idempotent: false)
}
