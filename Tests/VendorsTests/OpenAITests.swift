import Fidelity
import HTTP
import JSONTree
import Testing
import Vendors

struct OpenAITests {
    private let chat: JSON = [
        "model": "gpt-4o-mini", "messages": [["role": "user", "content": "Write a post about organic coffee beans."]],
    ]

    @Test func `a chat completion is about the subject of the prompt`() async throws {
        let (status, body) = try await Bench("openai").json(.post, "/v1/chat/completions", chat)
        #expect(status == 200)
        #expect(body["object"] == "chat.completion")
        let choice = try #require(body["choices"]?[0])
        #expect(choice["finish_reason"] == "stop")
        #expect(choice["message"]?["content"]?.string?.contains("organic coffee beans") == true)
        let usage = try #require(body["usage"])
        let sum = (usage["prompt_tokens"]?.int ?? 0) + (usage["completion_tokens"]?.int ?? 0)
        #expect(usage["total_tokens"]?.int == sum && sum > 10)
    }

    @Test func `a stream carries the text of the whole answer`() async throws {
        let whole = try await Bench("openai").json(.post, "/v1/chat/completions", chat).body
        var body = chat
        body["stream"] = true
        body["stream_options"] = ["include_usage": true]
        let response = try await Bench("openai").send(.post, "/v1/chat/completions", body.bytes)
        let text = String(decoding: try await response.collectedBody(), as: UTF8.self)
        let lines = text.split(separator: "\n\n").map { String($0.dropFirst("data: ".count)) }
        #expect(lines.last == "[DONE]")
        let chunks = try lines.dropLast().map { try JSON.parse($0) }
        #expect(chunks.first?["choices"]?[0]?["delta"]?["role"] == "assistant")
        let streamed = chunks.compactMap { $0["choices"]?[0]?["delta"]?["content"]?.string }.joined()
        #expect(streamed == whole["choices"]?[0]?["message"]?["content"]?.string)
        #expect(chunks.last?["usage"] == whole["usage"])
        #expect(chunks.last?["choices"] == [])
    }

    @Test func `a structured answer is true to its schema`() async throws {
        var body = chat
        body["response_format"] = [
            "type": "json_schema",
            "json_schema": [
                "name": "post", "strict": true,
                "schema": [
                    "type": "object", "required": ["headline", "score", "tone", "tags", "next"],
                    "additionalProperties": false,
                    "properties": [
                        "headline": ["type": "string", "maxLength": 20],
                        "score": ["type": "integer", "minimum": 3, "maximum": 5],
                        "tone": ["enum": ["warm", "cool"]],
                        "tags": ["type": "array", "items": ["type": "string"], "minItems": 4, "maxItems": 4],
                        "next": ["anyOf": [["$ref": "#"], ["type": "null"]]],
                    ],
                ],
            ],
        ]
        let answer = try await Bench("openai").json(.post, "/v1/chat/completions", body).body
        let value = try JSON.parse(try #require(answer["choices"]?[0]?["message"]?["content"]?.string))
        #expect((value["headline"]?.string?.count ?? 99) <= 20)
        #expect((3...5).contains(value["score"]?.int ?? 0))
        #expect(value["tone"] == "warm" || value["tone"] == "cool")
        #expect(value["tags"]?.array?.count == 4)
        #expect(value.object?.names == ["headline", "score", "tone", "tags", "next"])
    }

    @Test func `a forced tool is called with arguments of its schema`() async throws {
        var body = chat
        body["tools"] = [
            [
                "type": "function",
                "function": [
                    "name": "publish",
                    "parameters": [
                        "type": "object", "required": ["budget"], "properties": ["budget": ["type": "number"]],
                    ],
                ],
            ]
        ]
        body["tool_choice"] = ["type": "function", "function": ["name": "publish"]]
        let choice = try await Bench("openai").json(.post, "/v1/chat/completions", body).body["choices"]?[0]
        #expect(choice?["finish_reason"] == "tool_calls")
        let call = try #require(choice?["message"]?["tool_calls"]?[0]?["function"])
        #expect(call["name"] == "publish")
        #expect(try JSON.parse(call["arguments"]?.string ?? "")["budget"]?.double != nil)
    }

    @Test(
        arguments: [
            ("POST", "/v1/chat/completions", "{}", 400, "invalid_request_error", nil, nil),
            (
                "POST", "/v1/chat/completions", #"{"model":"gpt-4o"}"#, 400, "invalid_request_error", "messages",
                "missing_required_parameter"
            ),
            (
                "POST", "/v1/chat/completions", #"{"model":"gpt-9","messages":[]}"#, 404, "invalid_request_error", nil,
                "model_not_found"
            ),
            (
                "POST", "/v1/chat/completions", #"{"model":"gpt-4o","messages":[{"role":"bard","content":""}]}"#, 400,
                "invalid_request_error", "messages[0].role", "invalid_value"
            ),
            (
                "POST", "/v1/chat/completions", #"{"model":"gpt-4o","messages":"hi"}"#, 400, "invalid_request_error",
                "messages", "invalid_type"
            ),
            ("POST", "/v1/chat/completions", "{\"model\":", 400, "invalid_request_error", nil, nil),
            (
                "POST", "/v1/embeddings", #"{"model":"text-embedding-3-small"}"#, 400, "invalid_request_error", "input",
                "missing_required_parameter"
            ),
            ("GET", "/v1/models/none", "", 404, "invalid_request_error", "model", "model_not_found"),
            ("GET", "/v1/nothing", "", 404, "invalid_request_error", nil, nil),
            ("POST", "/v1/models", "", 405, "invalid_request_error", nil, "method_not_supported"),
            ("GET", "/v1/responses/resp_none", "", 404, "invalid_request_error", nil, nil),
        ] as [(String, String, String, Int, String, String?, String?)])
    func `an error has the vendor's status, type, parameter and code`(
        method: String, target: String, body: String, status: Int, type: String, param: String?, code: String?
    ) async throws {
        let response = try await Bench("openai").send(Method(method), target, Array(body.utf8))
        #expect(response.status.code == status)
        let error = try #require(try JSON.parse(try await response.collectedBody())["error"])
        #expect(error["type"]?.string == type)
        #expect(error["param"]?.string == param)
        #expect(error["code"]?.string == code)
    }

    @Test func `a wrong key is refused and shown starred`() async throws {
        let bench = try Bench("openai")
        let (status, body) = try await bench.json(.get, "/v1/models", token: "sk-wrong-key-123456789")
        #expect(status == 401)
        #expect(body["error"]?["code"] == "invalid_api_key")
        #expect(body["error"]?["message"]?.string?.contains("wrong-key-123") == false)
        #expect(try await bench.json(.get, "/v1/models", token: nil).status == 401)
    }

    @Test func `texts that share words have near vectors, and base64 carries the same numbers`() async throws {
        let bench = try Bench("openai")
        let body: JSON = [
            "model": "text-embedding-3-small", "dimensions": 64,
            "input": ["fresh roasted coffee", "roasted coffee beans", "tax law in Utah"],
        ]
        let data = try await bench.json(.post, "/v1/embeddings", body).body["data"]
        let vectors = (data?.array ?? []).map { ($0["embedding"]?.array ?? []).compactMap(\.double) }
        func cosine(_ left: [Double], _ right: [Double]) -> Double { zip(left, right).reduce(0) { $0 + $1.0 * $1.1 } }
        #expect(vectors.map(\.count) == [64, 64, 64])
        #expect(cosine(vectors[0], vectors[1]) > cosine(vectors[0], vectors[2]) + 0.2)
        var packed = body
        packed["encoding_format"] = "base64"
        let text = try await bench.json(.post, "/v1/embeddings", packed).body["data"]?[0]?["embedding"]?.string
        #expect(text?.count == 344)
    }

    @Test func `a stored response is there until it is deleted`() async throws {
        let store = VendorStore.inMemory()
        let made = try await Bench("openai", store: store)
            .json(.post, "/v1/responses", ["model": "gpt-4o", "input": "A slogan for running shoes"]).body
        let id = try #require(made["id"]?.string)
        let later = try Bench("openai", seed: 2, store: store)
        #expect(try await later.json(.get, "/v1/responses/\(id)").body == made)
        #expect(try await later.json(.delete, "/v1/responses/\(id)").body["deleted"] == true)
        #expect(try await later.json(.get, "/v1/responses/\(id)").status == 404)
    }

    @Test func `response events are numbered and end with the whole response`() async throws {
        let body: JSON = ["model": "gpt-4o", "input": "A slogan for running shoes", "stream": true]
        let response = try await Bench("openai").send(.post, "/v1/responses", body.bytes)
        let text = String(decoding: try await response.collectedBody(), as: UTF8.self)
        let events = try text.split(separator: "\n\n").map { event in
            try JSON.parse(String(event.split(separator: "\n")[1].dropFirst("data: ".count)))
        }
        #expect(events.map { $0["sequence_number"]?.int } == Array(0..<events.count))
        #expect(events.last?["type"] == "response.completed")
        let streamed = events.filter { $0["type"] == "response.output_text.delta" }.compactMap { $0["delta"]?.string }
            .joined()
        #expect(events.last?["response"]?["output"]?[0]?["content"]?[0]?["text"]?.string == streamed)
    }

    @Test func `an unmet schema is refused and recorded`() async throws {
        let bench = try Bench("openai")
        var body = chat
        body["response_format"] = [
            "type": "json_schema", "json_schema": ["name": "x", "schema": ["type": "string", "pattern": "^a+$"]],
        ]
        #expect(try await bench.json(.post, "/v1/chat/completions", body).status == 400)
        #expect(bench.ledger.touched.contains { $0.entry.feature == "JSON Schema pattern" })
    }
}
