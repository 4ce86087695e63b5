import Determinism
import HTTP
import JSONTree

/// POST /v1/embeddings
extension OpenAI {
    private static let sizes: [String: Int] = [
        "text-embedding-3-small": 1536, "text-embedding-3-large": 3072, "text-embedding-ada-002": 1536,
    ]

    @Sendable static func createEmbeddings(_ call: Call) throws -> Response {
        let body = try call.json()
        let model = try model(of: body)
        guard let largest = sizes[model] else {
            throw Refusal(error(.forbidden, "You are not allowed to generate embeddings from this model"))
        }
        let inputs = try inputs(of: body)
        let size = body["dimensions"]?.int ?? largest
        guard (1...largest).contains(size) else {
            throw Refusal(
                error(
                    .badRequest,
                    "Invalid value for 'dimensions' = \(size). Must be greater than 0 and less than or equal to \(largest).",
                    param: "dimensions"))
        }
        let isBase64 = body["encoding_format"]?.string == "base64"
        let data = inputs.enumerated().map { index, input -> JSON in
            let vector = vector(of: input.words, size: size)
            let numbers: JSON = isBase64 ? .string(base64(vector)) : .array(vector.map { .double(Double($0)) })
            return ["object": "embedding", "index": JSON(index), "embedding": numbers]
        }
        let tokens = inputs.reduce(0) { $0 + $1.tokens }
        return .json([
            "object": "list", "data": .array(data), "model": .string(model),
            "usage": ["prompt_tokens": JSON(tokens), "total_tokens": JSON(tokens)],
        ])
    }

    /// A string, an array of strings, an array of tokens, or an array of arrays of tokens.
    private static func inputs(of body: JSON) throws -> [(words: [String], tokens: Int)] {
        guard let value = body["input"] else { throw missing("input") }
        let invalid = Refusal(
            error(
                .badRequest,
                "'$.input' is invalid. Please check the API reference: https://platform.openai.com/docs/api-reference.")
        )
        func words(_ text: String) -> (words: [String], tokens: Int) {
            (text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init), TextTokens.count(text))
        }
        if let text = value.string {
            if text.isEmpty { throw invalid }
            return [words(text)]
        }
        guard let elements = value.array, !elements.isEmpty, elements.count <= 2048 else { throw invalid }
        let numbers = elements.compactMap(\.int)
        if numbers.count == elements.count { return [(numbers.map(String.init), numbers.count)] }
        return try elements.map { element in
            if let text = element.string, !text.isEmpty { return words(text) }
            let tokens = (element.array ?? []).compactMap(\.int)
            guard !tokens.isEmpty, tokens.count == element.array?.count else { throw invalid }
            return (tokens.map(String.init), tokens.count)
        }
    }

    /// The sum of a pseudo-random direction per word, of length 1.
    private static func vector(of words: [String], size: Int) -> [Float] {
        var sum = [Float](repeating: 0, count: size)
        for word in words.isEmpty ? [""] : words {
            var state = textHash(word)
            for index in sum.indices {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                sum[index] += Float(Int32(truncatingIfNeeded: state >> 32)) / Float(Int32.max)
            }
        }
        let length = sum.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return length > 0 ? sum.map { $0 / length } : sum
    }

    private static func base64(_ vector: [Float]) -> String {
        Base64.standard.encode(
            vector.flatMap { number in
                [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: number.bitPattern >> $0) }
            })
    }
}
