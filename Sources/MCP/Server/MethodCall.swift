import JSONTree

/// One request for a method, after everything about its envelope was checked.
struct MethodCall: Sendable {
    let server: MCPServer
    let method: String
    let params: JSON
    let caller: Caller
}

/// What a method answers with.
enum MethodAnswer: Sendable {
    case result(JSON)
    /// Something that runs on and may report; `live` when its reports should not wait for the result.
    case running(live: Bool, @Sendable (Reporter) async throws -> JSON)
}

/// A method of the protocol.
///
/// - Throws: `RPCError` when the request is at fault.
typealias MethodBody = @Sendable (MethodCall) async throws -> MethodAnswer

/// The methods that both eras have in common, by name.
let commonMethods: [String: MethodBody] = [
    "tools/list": listTools,
    "tools/call": callTool,
    "resources/list": listResources,
    "resources/templates/list": listResourceTemplates,
    "resources/read": readResource,
]

extension MethodCall {
    /// The page of `entries` that the request's cursor asks for, as the member `name` of a result.
    ///
    /// - Throws: `RPCError` (-32602) for a cursor that this server did not give.
    func page(_ entries: [JSON], as name: String) throws(RPCError) -> JSON {
        var start = 0
        if let cursor = params["cursor"], !cursor.isNull {
            guard let offset = cursor.string.flatMap({ Int($0) }), offset > 0, offset < entries.count else {
                throw .invalidParams("the cursor is not one that this server gave")
            }
            start = offset
        }
        let size = max(1, server.options.pageSize ?? entries.count)
        let end = min(entries.count, start + size)
        var result: JSON = [:]
        result[name] = .array(Array(entries[start..<end]))
        if end < entries.count { result["nextCursor"] = .string(String(end)) }
        return result
    }

    /// The parameter `name`, which must be a string.
    func text(_ name: String) throws(RPCError) -> String {
        guard let value = params[name]?.string else { throw .invalidParams("'\(name)' must be a string") }
        return value
    }
}
