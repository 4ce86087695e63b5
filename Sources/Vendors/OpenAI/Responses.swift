import Determinism
import HTTP
import JSONTree

/// POST /v1/responses, whole and streamed, and the stored responses.
extension OpenAI {
    static let responseEndpoints: [Endpoint] = [
        Endpoint(.post, "/v1/responses", "Answer an input; `stream` sends typed events", textFidelity, createResponse),
        Endpoint(.get, "/v1/responses/{response}", "Retrieve a stored response", retrieveResponse),
        Endpoint(.delete, "/v1/responses/{response}", "Delete a stored response", deleteResponse),
        Endpoint(.get, "/v1/responses/{response}/input_items", "List what a stored response was given", listInputItems),
        .unsupported(
            .post, "/v1/responses/{response}/cancel", "Cancel a background response", "nothing runs in the background"),
    ]

    @Sendable static func createResponse(_ call: Call) async throws -> Response {
        let body = try call.json()
        let model = try model(of: body)
        try checkTemperature(of: body)
        let input = try inputItems(of: body, call)
        if let previous = body["previous_response_id"]?.string,
            try await call.state.store.get("responses", previous) == nil
        {
            throw Refusal(
                error(
                    .badRequest, "Previous response with id '\(previous)' not found.", param: "previous_response_id",
                    code: "previous_response_not_found"))
        }
        let tools = (body["tools"]?.array ?? []).compactMap { tool -> (name: String, parameters: JSON)? in
            guard tool["type"]?.string == "function", let name = tool["name"]?.string else { return nil }
            return (name, tool["parameters"] ?? ["type": "object"])
        }
        let asked = input.last { $0["role"]?.string == "user" } ?? input.last
        let whole = input.map { text(of: $0["content"]) }.joined(separator: "\n") + (body["instructions"]?.string ?? "")
        let generation = try generate(
            Generation.Order(
                prompt: text(of: asked?["content"]), schema: try textSchema(of: body), tools: tools,
                choice: try choice(
                    body["tool_choice"], function: body["tool_choice"]?["name"]?.string, tools.map(\.name)),
                endsWithToolResult: input.last?["type"]?.string == "function_call_output",
                tokenLimit: try tokenLimit(body["max_output_tokens"], "max_output_tokens"), salt: textHash(whole)),
            call, param: "text.format")
        let answer = ResponseAnswer(
            request: body, model: model, created: call.now.seconds, generation: generation,
            inputTokens: 4 + TextTokens.count(whole), random: call.state.random)
        if body["store"]?.bool != false {
            try await call.state.store.put("responses", answer.id, answer.whole)
            try await call.state.store.put("inputs", answer.id, .array(input))
        }
        return body["stream"]?.bool == true ? eventStream(answer.events) : .json(answer.whole)
    }

    /// The input as items with ids: a string is one message of the user.
    private static func inputItems(of body: JSON, _ call: Call) throws -> [JSON] {
        guard let value = body["input"], !value.isNull else { throw missing("input") }
        func message(_ role: String, _ content: JSON) -> JSON {
            [
                "id": .string("msg_" + call.state.random.hex(48)), "type": "message", "status": "completed",
                "role": .string(role), "content": content,
            ]
        }
        if let text = value.string { return [message("user", [["type": "input_text", "text": .string(text)]])] }
        guard let items = value.array else { throw wrongType("input", expected: "a string or an array", got: value) }
        return try items.enumerated().map { index, item in
            guard item.object != nil else { throw wrongType("input[\(index)]", expected: "an object", got: item) }
            guard let role = item["role"]?.string else {
                if item["type"]?.string == nil { throw missing("input[\(index)].role") }
                return item
            }
            let content = item["content"]?.string.map { JSON.array([["type": "input_text", "text": .string($0)]]) }
            return message(role, content ?? item["content"] ?? [])
        }
    }

    private static func textSchema(of body: JSON) throws -> JSON? {
        guard let format = body["text"]?["format"], let type = format["type"]?.string else { return nil }
        let shapes: [String: JSON?] = ["text": .some(nil), "json_object": [:], "json_schema": format["schema"]]
        guard let shape = shapes[type] else {
            throw wrongValue(type, of: "text.format.type", supported: ["json_object", "json_schema", "text"])
        }
        if type == "json_schema" {
            if format["name"]?.string == nil { throw missing("text.format.name") }
            if shape == nil { throw missing("text.format.schema") }
        }
        return shape
    }

    private static func stored(_ call: Call) async throws -> JSON {
        let id = call.parameter("response")
        guard let response = try await call.state.store.get("responses", id) else {
            throw Refusal(error(.notFound, "Response with id '\(id)' not found."))
        }
        return response
    }

    @Sendable static func retrieveResponse(_ call: Call) async throws -> Response { .json(try await stored(call)) }

    @Sendable static func deleteResponse(_ call: Call) async throws -> Response {
        _ = try await stored(call)
        let id = call.parameter("response")
        try await call.state.store.delete("responses", id)
        try await call.state.store.delete("inputs", id)
        return .json(["id": .string(id), "object": "response", "deleted": true])
    }

    @Sendable static func listInputItems(_ call: Call) async throws -> Response {
        _ = try await stored(call)
        let items = try await call.state.store.get("inputs", call.parameter("response"))?.array ?? []
        return .json([
            "object": "list", "data": .array(items), "first_id": items.first?["id"] ?? .null,
            "last_id": items.last?["id"] ?? .null, "has_more": false,
        ])
    }
}
