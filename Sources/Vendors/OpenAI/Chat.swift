import Determinism
import Fidelity
import HTTP
import JSONTree

/// POST /v1/chat/completions, whole and streamed.
extension OpenAI {
    static let chatEndpoints: [Endpoint] = [
        Endpoint(
            .post, "/v1/chat/completions",
            "Answer a conversation: text, JSON by schema, or a tool call; `stream` sends chunks", textFidelity,
            createChat)
    ]

    private static let roles = ["system", "assistant", "user", "function", "tool", "developer"]

    @Sendable static func createChat(_ call: Call) throws -> Response {
        let body = try call.json()
        let model = try model(of: body)
        let messages = try messages(of: body)
        let count = try choiceCount(of: body)
        try checkTemperature(of: body)
        let order = try order(body, messages: messages)
        let generations = try (0..<count).map { index in
            var order = order
            order.salt = order.salt &+ UInt64(index)
            return try generate(order, call, param: "response_format")
        }
        let prompt = messages.reduce(3) { $0 + 4 + TextTokens.count(text(of: $1["content"])) }
        let completion = generations.reduce(0) { $0 + $1.tokens }
        let usage: JSON = [
            "prompt_tokens": JSON(prompt), "completion_tokens": JSON(completion),
            "total_tokens": JSON(prompt + completion),
            "prompt_tokens_details": ["cached_tokens": 0, "audio_tokens": 0],
            "completion_tokens_details": [
                "reasoning_tokens": 0, "audio_tokens": 0, "accepted_prediction_tokens": 0,
                "rejected_prediction_tokens": 0,
            ],
        ]
        let chat = ChatAnswer(
            id: "chatcmpl-" + call.state.random.alphanumeric(29), model: model, created: call.now.seconds,
            generations: generations,
            toolCallIDs: generations.map { _ in "call_" + call.state.random.alphanumeric(24) },
            usage: usage)
        guard body["stream"]?.bool == true else { return .json(chat.whole) }
        return eventStream(chat.events(includingUsage: body["stream_options"]?["include_usage"]?.bool == true))
    }

    private static func messages(of body: JSON) throws -> [JSON] {
        guard let value = body["messages"] else { throw missing("messages") }
        guard let messages = value.array else {
            throw wrongType("messages", expected: "an array of objects", got: value)
        }
        if messages.isEmpty {
            throw Refusal(
                error(
                    .badRequest,
                    "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.",
                    param: "messages", code: "empty_array"))
        }
        for (index, message) in messages.enumerated() {
            guard message.object != nil else {
                throw wrongType("messages[\(index)]", expected: "an object", got: message)
            }
            guard let role = message["role"]?.string else { throw missing("messages[\(index)].role") }
            if !roles.contains(role) { throw wrongValue(role, of: "messages[\(index)].role", supported: roles) }
            if message["content"] == nil, role != "assistant" { throw missing("messages[\(index)].content") }
        }
        return messages
    }

    private static func choiceCount(of body: JSON) throws -> Int {
        guard let value = body["n"], !value.isNull else { return 1 }
        guard let count = value.int else { throw wrongType("n", expected: "an integer", got: value) }
        guard (1...128).contains(count) else {
            let isLow = count < 1
            throw Refusal(
                error(
                    .badRequest,
                    "Invalid 'n': integer \(isLow ? "below minimum" : "above maximum") value. Expected a value \(isLow ? ">= 1" : "<= 128"), but got \(count) instead.",
                    param: "n", code: isLow ? "integer_below_min_value" : "integer_above_max_value"))
        }
        return count
    }

    static func checkTemperature(of body: JSON) throws {
        guard let value = body["temperature"], !value.isNull else { return }
        guard let degree = value.double else { throw wrongType("temperature", expected: "a decimal", got: value) }
        guard degree < 0 || degree > 2 else { return }
        let isLow = degree < 0
        throw Refusal(
            error(
                .badRequest,
                "Invalid 'temperature': decimal \(isLow ? "below minimum" : "above maximum") value. Expected a value \(isLow ? ">= 0" : "<= 2"), but got \(value.text) instead.",
                param: "temperature", code: isLow ? "decimal_below_min_value" : "decimal_above_max_value"))
    }

    private static func order(_ body: JSON, messages: [JSON]) throws -> Generation.Order {
        let tools = (body["tools"]?.array ?? []).compactMap { tool -> (name: String, parameters: JSON)? in
            guard let function = tool["function"], let name = function["name"]?.string else { return nil }
            return (name, function["parameters"] ?? ["type": "object"])
        }
        let asked = messages.last { $0["role"]?.string == "user" } ?? messages.last
        let whole = messages.map { text(of: $0["content"]) }.joined(separator: "\n")
        return Generation.Order(
            prompt: text(of: asked?["content"]), schema: try schema(of: body["response_format"]), tools: tools,
            choice: try choice(
                body["tool_choice"], function: body["tool_choice"]?["function"]?["name"]?.string, tools.map(\.name)),
            endsWithToolResult: messages.last?["role"]?.string == "tool",
            tokenLimit: try tokenLimit(body["max_completion_tokens"] ?? body["max_tokens"], "max_tokens"),
            salt: textHash(whole))
    }

    static func tokenLimit(_ value: JSON?, _ param: String) throws -> Int? {
        guard let value, !value.isNull else { return nil }
        guard let limit = value.int else { throw wrongType(param, expected: "an integer", got: value) }
        if limit < 1 {
            throw Refusal(
                error(
                    .badRequest,
                    "Invalid '\(param)': integer below minimum value. Expected a value >= 1, but got \(limit) instead.",
                    param: param, code: "integer_below_min_value"))
        }
        return limit
    }

    private static func schema(of format: JSON?) throws -> JSON? {
        guard let format, !format.isNull else { return nil }
        guard let type = format["type"]?.string else { throw missing("response_format.type") }
        let shapes: [String: JSON?] = [
            "text": .some(nil), "json_object": [:], "json_schema": format["json_schema"]?["schema"],
        ]
        guard let shape = shapes[type] else {
            throw wrongValue(type, of: "response_format.type", supported: ["json_object", "json_schema", "text"])
        }
        if type == "json_schema" {
            if format["json_schema"]?["name"]?.string == nil { throw missing("response_format.json_schema.name") }
            if shape == nil { throw missing("response_format.json_schema.schema") }
        }
        return shape
    }

    /// `tool_choice`: a word, or an object that names a function.
    static func choice(_ value: JSON?, function: String?, _ tools: [String]) throws -> Generation.Choice {
        guard let value, !value.isNull else { return .auto }
        if let function {
            if tools.contains(function) { return .function(function) }
            throw Refusal(
                error(
                    .badRequest, "Tool choice '\(function)' not found in 'tools' parameter.", param: "tool_choice"))
        }
        let words: [String: Generation.Choice] = ["none": .none, "auto": .auto, "required": .required]
        guard let choice = words[value.string ?? value["mode"]?.string ?? ""] else {
            throw wrongValue(value.string ?? value.text, of: "tool_choice", supported: ["none", "auto", "required"])
        }
        return choice
    }
}

/// A chat completion in its two forms.
struct ChatAnswer {
    var id: String
    var model: String
    var created: Int64
    var generations: [Generation]
    var toolCallIDs: [String]
    var usage: JSON

    var whole: JSON {
        let choices = zip(generations, toolCallIDs).enumerated().map { index, answer -> JSON in
            let (generation, callID) = answer
            return [
                "index": JSON(index), "message": message(generation, callID), "logprobs": nil,
                "finish_reason": .string(reason(generation)),
            ]
        }
        return [
            "id": .string(id), "object": "chat.completion", "created": .int(created), "model": .string(model),
            "choices": .array(choices), "usage": usage, "service_tier": "default",
            "system_fingerprint": "fp_0rrery0001",
        ]
    }

    private func message(_ generation: Generation, _ callID: String) -> JSON {
        switch generation.content {
        case .text(let text):
            return ["role": "assistant", "content": .string(text), "refusal": nil, "annotations": []]
        case .toolCalls(let calls):
            let made = calls.map { call -> JSON in
                [
                    "id": .string(callID), "type": "function",
                    "function": ["name": .string(call.name), "arguments": .string(call.arguments)],
                ]
            }
            return ["role": "assistant", "content": nil, "tool_calls": .array(made), "refusal": nil, "annotations": []]
        }
    }

    private func reason(_ generation: Generation) -> String {
        switch generation.content {
        case .text: generation.isCut ? "length" : "stop"
        case .toolCalls: "tool_calls"
        }
    }

    /// The chunks of a stream, `[DONE]` included.
    func events(includingUsage: Bool) -> [String] {
        var chunks: [JSON] = []
        for (index, answer) in zip(generations, toolCallIDs).enumerated() {
            let (generation, callID) = answer
            for delta in deltas(generation, callID) {
                chunks.append(chunk([choice(index, delta, nil)], includingUsage))
            }
            chunks.append(chunk([choice(index, [:], reason(generation))], includingUsage))
        }
        if includingUsage {
            var last = chunk([], true)
            last["usage"] = usage
            chunks.append(last)
        }
        return chunks.map { OpenAI.event(nil, $0) } + ["data: [DONE]\n\n"]
    }

    private func deltas(_ generation: Generation, _ callID: String) -> [JSON] {
        switch generation.content {
        case .text(let text):
            let first: JSON = ["role": "assistant", "content": "", "refusal": nil]
            return [first] + TextTokens.pieces(of: text).map { ["content": .string($0)] }
        case .toolCalls(let calls):
            return calls.enumerated().flatMap { index, call -> [JSON] in
                let head: JSON = [
                    "index": JSON(index), "id": .string(callID), "type": "function",
                    "function": ["name": .string(call.name), "arguments": ""],
                ]
                let first: JSON = ["role": "assistant", "content": nil, "tool_calls": [head], "refusal": nil]
                return [first]
                    + TextTokens.pieces(of: call.arguments).map { piece in
                        ["tool_calls": [["index": JSON(index), "function": ["arguments": .string(piece)]]]]
                    }
            }
        }
    }

    private func choice(_ index: Int, _ delta: JSON, _ reason: String?) -> JSON {
        ["index": JSON(index), "delta": delta, "logprobs": nil, "finish_reason": JSON(reason)]
    }

    private func chunk(_ choices: [JSON], _ includingUsage: Bool) -> JSON {
        .compact([
            "id": .string(id), "object": "chat.completion.chunk", "created": .int(created), "model": .string(model),
            "service_tier": "default", "system_fingerprint": "fp_0rrery0001", "choices": .array(choices),
            "usage": includingUsage ? .some(.null) : nil,
        ])
    }
}
