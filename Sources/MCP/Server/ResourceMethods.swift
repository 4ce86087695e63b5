import JSONTree

/// `resources/list`.
let listResources: MethodBody = { call in
    .result(try call.page(try await call.server.resources(call.caller).map(\.json), as: "resources"))
}

/// `resources/templates/list`.
let listResourceTemplates: MethodBody = { call in
    let templates = try await call.server.resourceTemplates(call.caller)
    return .result(try call.page(templates.map(\.json), as: "resourceTemplates"))
}

/// `resources/read`: the resource with that URI, otherwise the first template that fits and finds something.
let readResource: MethodBody = { call in
    let uri = try call.text("uri")
    if let resource = try await call.server.resources(call.caller).first(where: { $0.uri == uri }) {
        return contents(try await resource.read(ResourceRead(uri: uri, caller: call.caller)))
    }
    for template in try await call.server.resourceTemplates(call.caller) {
        guard let values = URITemplate(template.uriTemplate).values(in: uri) else { continue }
        let read = ResourceRead(uri: uri, parameters: values, caller: call.caller)
        if let found = try await template.read(read) { return contents(found) }
    }
    let code = call.caller.revision.isModern ? RPCError.Code.invalidParams : RPCError.Code.resourceNotFound
    throw RPCError(code: code, message: "Resource not found: \(uri)", data: ["uri": .string(uri)])
}

private func contents(_ contents: [ResourceContents]) -> MethodAnswer {
    .result(["contents": .array(contents.map(\.json))])
}
