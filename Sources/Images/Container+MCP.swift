package import HTTP
package import MCP

extension Container {
    /// A client of the MCP server `dependency`, which the container knows by its variable `<DEPENDENCY>_URL`.
    ///
    /// - Parameter fields: what goes with every message, such as `Authorization`.
    package func mcpClient(of dependency: String, fields: Fields = Fields()) throws -> MCPClient {
        try mcpClient(at: url(of: dependency), fields: fields)
    }

    /// A client of the MCP server at `url`.
    ///
    /// - Throws: `NetworkError` when `url` is not absolute.
    package func mcpClient(at url: String, fields: Fields = Fields()) throws -> MCPClient {
        guard let endpoint = Request(.post, url: url, fields: fields) else { throw NetworkError.nameNotResolved(url) }
        return MCPClient(endpoint: endpoint, name: name, version: "1.0.0", send: network.send)
    }
}
