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
