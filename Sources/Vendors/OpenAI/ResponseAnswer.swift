import Determinism
import JSONTree

/// A response of POST /v1/responses in its two forms.
struct ResponseAnswer {
    let id: String
    private let itemID: String
    private let callID: String
    private let request: JSON
    private let model: String
    private let created: Int64
    private let generation: Generation
    private let usage: JSON

    init(request: JSON, model: String, created: Int64, generation: Generation, inputTokens: Int, random: SeededRandom) {
        id = "resp_" + random.hex(48)
        callID = "call_" + random.alphanumeric(24)
        switch generation.content {
        case .text: itemID = "msg_" + random.hex(48)
        case .toolCalls: itemID = "fc_" + random.hex(48)
        }
        self.request = request
        self.model = model
        self.created = created
        self.generation = generation
        usage = [
            "input_tokens": JSON(inputTokens), "input_tokens_details": ["cached_tokens": 0],
            "output_tokens": JSON(generation.tokens), "output_tokens_details": ["reasoning_tokens": 0],
            "total_tokens": JSON(inputTokens + generation.tokens),
        ]
    }

    var whole: JSON {
        response(status: generation.isCut ? "incomplete" : "completed", output: [item(isDone: true)], usage: usage)
    }

    private func response(status: String, output: [JSON], usage: JSON) -> JSON {
        let isCut = status == "incomplete"
        return [
            "id": .string(id), "object": "response", "created_at": .int(created), "status": .string(status),
            "background": false, "error": nil, "incomplete_details": isCut ? ["reason": "max_output_tokens"] : nil,
            "instructions": request["instructions"] ?? nil, "max_output_tokens": request["max_output_tokens"] ?? nil,
            "model": .string(model), "output": .array(output),
            "parallel_tool_calls": request["parallel_tool_calls"] ?? true,
            "previous_response_id": request["previous_response_id"] ?? nil,
            "reasoning": ["effort": request["reasoning"]?["effort"] ?? nil, "summary": nil], "service_tier": "default",
            "store": request["store"] ?? true, "temperature": request["temperature"] ?? 1.0,
            "text": request["text"] ?? ["format": ["type": "text"]], "tool_choice": request["tool_choice"] ?? "auto",
            "tools": request["tools"] ?? [], "top_p": request["top_p"] ?? 1.0,
            "truncation": request["truncation"] ?? "disabled",
            "usage": usage, "user": request["user"] ?? nil, "metadata": request["metadata"] ?? [:],
        ]
    }

    private func part(_ text: String) -> JSON {
        ["type": "output_text", "annotations": [], "logprobs": [], "text": .string(text)]
    }

    private func item(isDone: Bool) -> JSON {
        let status: JSON = isDone ? (generation.isCut ? "incomplete" : "completed") : "in_progress"
        switch generation.content {
        case .text(let text):
            return [
                "id": .string(itemID), "type": "message", "status": status, "content": isDone ? [part(text)] : [],
                "role": "assistant",
            ]
        case .toolCalls(let calls):
            return [
                "id": .string(itemID), "type": "function_call", "status": status,
                "arguments": isDone ? JSON(calls.first?.arguments) : "", "call_id": .string(callID),
                "name": JSON(calls.first?.name),
            ]
        }
    }

    /// The events of a stream, numbered from 0.
    var events: [String] {
        let started = response(status: "in_progress", output: [], usage: nil)
        var list: [(String, JSON)] = [
            ("response.created", ["response": started]), ("response.in_progress", ["response": started]),
            ("response.output_item.added", ["output_index": 0, "item": item(isDone: false)]),
        ]
        list += contentEvents
        list.append(("response.output_item.done", ["output_index": 0, "item": item(isDone: true)]))
        list.append((generation.isCut ? "response.incomplete" : "response.completed", ["response": whole]))
        return list.enumerated().map { number, event in
            var data: JSON = ["type": .string(event.0), "sequence_number": JSON(number)]
            for (name, value) in event.1.object?.members ?? [] { data[name] = value }
            return OpenAI.event(event.0, data)
        }
    }

    private var contentEvents: [(String, JSON)] {
        let place: JSON = ["item_id": .string(itemID), "output_index": 0]
        func at(_ more: KeyValuePairs<String, JSON>) -> JSON {
            var data = place
            for (name, value) in more { data[name] = value }
            return data
        }
        switch generation.content {
        case .text(let text):
            return [("response.content_part.added", at(["content_index": 0, "part": part("")]))]
                + TextTokens.pieces(of: text).map {
                    ("response.output_text.delta", at(["content_index": 0, "delta": .string($0), "logprobs": []]))
                } + [
                    ("response.output_text.done", at(["content_index": 0, "text": .string(text), "logprobs": []])),
                    ("response.content_part.done", at(["content_index": 0, "part": part(text)])),
                ]
        case .toolCalls(let calls):
            let call = calls.first
            return TextTokens.pieces(of: call?.arguments ?? "").map {
                ("response.function_call_arguments.delta", at(["delta": .string($0)]))
            } + [
                (
                    "response.function_call_arguments.done",
                    at(["arguments": JSON(call?.arguments), "name": JSON(call?.name)])
                )
            ]
        }
    }
}
