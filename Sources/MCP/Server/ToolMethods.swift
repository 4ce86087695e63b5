import Contracts
import HTTP
import JSONTree

/// `tools/list`.
let listTools: MethodBody = { call in
    .result(try call.page(try await call.server.tools(call.caller).map(\.json), as: "tools"))
}

/// `tools/call`: finds the tool, checks the request against it, and runs it.
///
/// Bad arguments and whatever the tool throws (but `RPCError`) become a result with `isError`, which a model can read
/// and act on.
let callTool: MethodBody = { call in
    let name = try call.text("name")
    let arguments = call.params["arguments"] ?? [:]
    guard let tool = try await call.server.tools(call.caller).first(where: { $0.name == name }) else {
        throw RPCError.invalidParams("Unknown tool: \(name)")
    }
    if call.caller.revision.isModern {
        try ParameterHeaders(of: tool.inputSchema).check(arguments, against: call.caller.fields)
    }
    try checkCapabilities(of: call.caller, for: tool)
    guard arguments.object != nil else { throw RPCError.invalidParams("'arguments' must be an object") }
    let violations = JSONSchema(tool.inputSchema).violations(of: arguments)
    guard violations.isEmpty else {
        let reasons = violations.map(\.description).joined(separator: "; ")
        return .result(ToolResult.failure("Invalid arguments for tool \(name): \(reasons)").json)
    }
    return .running(live: tool.reportsWhileRunning) { reporter in
        try await run(tool, ToolCall(arguments: arguments, caller: call.caller, reporter: reporter)).json
    }
}

private func run(_ tool: Tool, _ call: ToolCall) async throws -> ToolResult {
    let result: ToolResult
    do {
        result = try await tool.call(call)
    } catch let error as RPCError {
        throw error
    } catch let error as CancellationError {
        throw error
    } catch {
        return .failure("\(error)")
    }
    guard let schema = tool.outputSchema, !result.isError else { return result }
    guard let value = result.structuredContent else {
        throw RPCError.internalError("tool \(tool.name) gave no structured content, which its output schema asks for")
    }
    let violations = JSONSchema(schema).violations(of: value)
    guard violations.isEmpty else {
        let reasons = violations.map(\.description).joined(separator: "; ")
        throw RPCError.internalError("the result of tool \(tool.name) breaks its output schema: \(reasons)")
    }
    return result
}

private func checkCapabilities(of caller: Caller, for tool: Tool) throws(RPCError) {
    let missing = (tool.requiredClientCapabilities.object?.members ?? [])
        .filter { caller.clientCapabilities[$0.name] == nil }
    guard !missing.isEmpty else { return }
    let needed = JSON.object(JSON.Object(missing.map { ($0.name, $0.value) }))
    throw RPCError(
        code: RPCError.Code.missingClientCapability,
        message: "tool \(tool.name) needs client capabilities that were not declared: "
            + missing.map(\.name).joined(separator: ", "),
        data: ["requiredCapabilities": needed])
}
