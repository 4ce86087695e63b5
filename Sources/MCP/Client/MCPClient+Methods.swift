package import HTTP
package import JSONTree

/// A tool as a server lists it.
package struct ToolDescription: Hashable, Sendable {
    /// Everything the server said about it.
    package var json: JSON

    package init(json: JSON) { self.json = json }

    package var name: String { json["name"]?.string ?? "" }
    package var title: String? { json["title"]?.string }
    package var description: String { json["description"]?.string ?? "" }
    package var inputSchema: JSON { json["inputSchema"] ?? ["type": "object"] }
    package var outputSchema: JSON? { json["outputSchema"] }
}

extension MCPClient {
    /// Every tool of the server, over all pages. A tool whose header annotations are not as the protocol wants them is
    /// left out.
    package func listTools(trace: Fields = Fields()) async throws -> [ToolDescription] {
        let tools = try await all("tools/list", "tools", trace: trace).map(ToolDescription.init(json:))
            .filter { ParameterHeaders.areValid(in: $0.inputSchema) }
        remember(tools)
        return tools
    }

    /// Calls a tool; a failure of the tool itself is a result with `isError`.
    package func callTool(
        _ name: String, _ arguments: JSON = [:], progressToken: JSON? = nil, trace: Fields = Fields()
    ) async throws -> ToolResult {
        var params: JSON = ["name": .string(name), "arguments": arguments]
        if let progressToken { params["_meta"] = [MetaName.progressToken: progressToken] }
        do {
            return ToolResult(json: try complete(try await call("tools/call", params, trace: trace)))
        } catch MCPClientError.refused(let error)
            where error.code == RPCError.Code.headerMismatch && !knows(tool: name)
        {
            // The arguments that travel as headers stand in the tool's schema, which was not asked for yet.
            _ = try await listTools(trace: trace)
            return ToolResult(json: try complete(try await call("tools/call", params, trace: trace)))
        }
    }

    /// Every resource of the server as it describes them, over all pages.
    package func listResources(trace: Fields = Fields()) async throws -> [JSON] {
        try await all("resources/list", "resources", trace: trace)
    }

    /// Every resource template of the server as it describes them, over all pages.
    package func listResourceTemplates(trace: Fields = Fields()) async throws -> [JSON] {
        try await all("resources/templates/list", "resourceTemplates", trace: trace)
    }

    package func readResource(_ uri: String, trace: Fields = Fields()) async throws -> [ResourceContents] {
        let result = try complete(try await call("resources/read", ["uri": .string(uri)], trace: trace))
        return (result["contents"]?.array ?? []).map(ResourceContents.init(json:))
    }

    /// The member `member` of every page of a list. A server that gives one cursor twice is not followed for ever.
    private func all(_ method: String, _ member: String, trace: Fields) async throws -> [JSON] {
        var entries: [JSON] = []
        var cursor: JSON?
        var seen: Set<JSON> = []
        repeat {
            let result = try await call(method, .compact(["cursor": cursor]), trace: trace)
            guard let page = result[member]?.array else {
                throw MCPClientError.malformed("'\(member)' is missing from the result of \(method)")
            }
            entries += page
            cursor = result["nextCursor"].flatMap { $0.isNull ? nil : $0 }
            if let cursor, !seen.insert(cursor).inserted {
                throw MCPClientError.malformed("\(method) gives the same cursor again")
            }
        } while cursor != nil
        return entries
    }

    /// A result that asks for input in between is not complete, and this client declares nothing it could give.
    private func complete(_ result: JSON) throws -> JSON {
        let type = result["resultType"]?.string ?? "complete"
        guard type == "complete" else { throw MCPClientError.malformed("a result of type '\(type)' was not asked for") }
        return result
    }
}
