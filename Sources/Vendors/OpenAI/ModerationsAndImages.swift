import Determinism
import HTTP
import JSONTree

/// POST /v1/moderations
extension OpenAI {
    private static let categories: [(name: String, words: [String])] = [
        ("harassment", ["idiot", "loser", "shut up"]),
        ("harassment/threatening", ["i will hurt you", "i'll hurt you"]),
        ("hate", ["subhuman"]), ("hate/threatening", []), ("illicit", ["counterfeit", "launder money"]),
        ("illicit/violent", ["build a bomb"]), ("self-harm", ["hurt myself"]), ("self-harm/intent", ["i want to die"]),
        ("self-harm/instructions", []), ("sexual", ["explicit sex", "porn"]), ("sexual/minors", []),
        ("violence", ["kill", "murder", "stab"]), ("violence/graphic", ["blood and guts", "dismember"]),
    ]

    @Sendable static func createModeration(_ call: Call) throws -> Response {
        let body = try call.json()
        let model = try model(of: body, or: "omni-moderation-latest")
        guard let input = body["input"] else { throw missing("input") }
        var texts = input.string.map { [$0] } ?? []
        let parts = input.array ?? []
        if texts.isEmpty {
            texts = parts.compactMap(\.string)
            let typed = parts.compactMap { $0["text"]?.string }
            if !typed.isEmpty { texts = [typed.joined(separator: "\n")] }
        }
        if texts.isEmpty { throw wrongType("input", expected: "a string", got: input) }
        return .json([
            "id": .string("modr-" + call.state.random.hex(32)), "model": .string(model),
            "results": .array(texts.map(moderation)),
        ])
    }

    private static func moderation(of text: String) -> JSON {
        let lower = text.lowercased()
        var (flags, scores, kinds) = (JSON.Object(), JSON.Object(), JSON.Object())
        var isFlagged = false
        for (name, words) in categories {
            let found = words.contains { lower.contains($0) }
            isFlagged = isFlagged || found
            flags[name] = .bool(found)
            scores[name] = .double(found ? 0.93 : Double(textHash(name + lower) % 1000) / 1_000_000)
            kinds[name] = ["text"]
        }
        return [
            "flagged": .bool(isFlagged), "categories": .object(flags), "category_scores": .object(scores),
            "category_applied_input_types": .object(kinds),
        ]
    }
}

/// POST /v1/images/generations
extension OpenAI {
    @Sendable static func createImages(_ call: Call) throws -> Response {
        let body = try call.json()
        let model = try model(of: body, or: "gpt-image-2.5-sunburst")
        guard let value = body["prompt"] else { throw missing("prompt") }
        guard let prompt = value.string else { throw wrongType("prompt", expected: "a string", got: value) }
        if !model.hasPrefix("gpt-image") {
            throw Refusal(
                error(
                    .badRequest, "Invalid value: '\(model)'. This model is not supported for image generation.",
                    param: "model", code: "invalid_value"))
        }
        let count = body["n"]?.int ?? 1
        guard (1...10).contains(count) else {
            throw Refusal(
                error(
                    .badRequest,
                    "Invalid 'n': integer out of range. Expected a value between 1 and 10, but got \(count) instead.",
                    param: "n", code: count < 1 ? "integer_below_min_value" : "integer_above_max_value"))
        }
        let images = (0..<count).map { index -> JSON in
            ["b64_json": .string(Base64.standard.encode(PNG.bands(seed: textHash(prompt) &+ UInt64(index))))]
        }
        let tokens = TextTokens.count(prompt)
        return .json([
            "created": .int(call.now.seconds), "data": .array(images), "background": "opaque", "output_format": "png",
            "quality": "low", "size": "1024x1024",
            "usage": [
                "input_tokens": JSON(tokens), "output_tokens": JSON(272 * count),
                "total_tokens": JSON(tokens + 272 * count),
                "input_tokens_details": ["text_tokens": JSON(tokens), "image_tokens": 0],
            ],
        ])
    }
}
