import Fidelity
import HTTP
import JSONTree

/// What a model answers, before it is put into the form of an endpoint.
struct Generation: Sendable {
    enum Content: Sendable {
        case text(String)
        case toolCalls([(name: String, arguments: String)])
    }

    var content: Content
    /// Cut at the limit of tokens.
    var isCut = false
    var tokens: Int

    /// What is asked for, the same for chat completions and responses.
    struct Order {
        var prompt: String
        /// The schema of a structured answer; `{}` when any JSON object will do, nil for text.
        var schema: JSON?
        /// Name and parameter schema of every function tool.
        var tools: [(name: String, parameters: JSON)]
        var choice: Choice
        /// The conversation ends with a tool's result, so an answer is due and not another call.
        var endsWithToolResult: Bool
        var tokenLimit: Int?
        var salt: UInt64
    }

    enum Choice: Equatable {
        case none
        case auto
        case required
        case function(String)
    }

    /// - Throws: `SchemaSample.Unmet` when a schema cannot be met.
    init(_ order: Order) throws(SchemaSample.Unmet) {
        let copy = Copywriter(prompt: order.prompt, salt: order.salt)
        if let tool = Self.tool(for: order) {
            let arguments = try SchemaSample(schema: tool.parameters, copy: copy).value().text
            content = .toolCalls([(tool.name, arguments)])
            tokens = TextTokens.count(arguments) + TextTokens.count(tool.name) + 4
            return
        }
        var text = copy.post()
        if let schema = order.schema {
            let isFree = schema.object?.isEmpty ?? true
            let free: JSON = [
                "headline": .string(copy.headline()), "body": .string(copy.sentence()),
                "call_to_action": .string(copy.callToAction()), "hashtags": [.string(copy.hashtag())],
            ]
            text = isFree ? free.text : try SchemaSample(schema: schema, copy: copy).value().text
        }
        let pieces = TextTokens.pieces(of: text)
        if let limit = order.tokenLimit, pieces.count > limit {
            content = .text(pieces.prefix(limit).joined())
            isCut = true
            tokens = limit
        } else {
            content = .text(text)
            tokens = pieces.count
        }
    }

    /// A forced function; with `auto`, one that the prompt mentions by name (`_` and `-` may be blanks).
    private static func tool(for order: Order) -> (name: String, parameters: JSON)? {
        switch order.choice {
        case .none: return nil
        case .required: return order.tools.first
        case .function(let name): return order.tools.first { $0.name == name }
        case .auto:
            if order.endsWithToolResult { return nil }
            let prompt = order.prompt.lowercased()
            return order.tools.first { tool in
                let name = tool.name.lowercased()
                let words = name.replacing("_", with: " ").replacing("-", with: " ")
                return !name.isEmpty && (prompt.contains(name) || prompt.contains(words))
            }
        }
    }
}

extension OpenAI {
    static let textFidelity = Fidelity.approximate(
        "text is marketing copy from templates about the prompt's subject; with tool_choice auto a tool is called when the prompt names it; tokens are estimated"
    )

    /// Makes the answer, or refuses a schema with a keyword that cannot be met.
    static func generate(_ order: Generation.Order, _ call: Call, param: String) throws -> Generation {
        do {
            return try Generation(order)
        } catch {
            call.state.ledger.record(
                "JSON Schema \(error.keyword)", of: call.state.api, .unsupported("no value can be made for it"))
            throw Refusal(
                OpenAI.error(
                    .badRequest, "Invalid schema for \(param): '\(error.keyword)' is not permitted.", param: param,
                    code: "invalid_json_schema"))
        }
    }

    /// The text of a message's content: a string, or the text parts of an array.
    static func text(of content: JSON?) -> String {
        if let text = content?.string { return text }
        return (content?.array ?? []).compactMap { $0["text"]?.string }.joined(separator: "\n")
    }

    /// One server-sent event; `name` is nil where the vendor sends only data.
    static func event(_ name: String?, _ data: JSON) -> String {
        (name.map { "event: \($0)\n" } ?? "") + "data: \(data.text)\n\n"
    }

    static func eventStream(_ events: [String]) -> Response {
        Response(
            .ok, fields: ["content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache"],
            body: .stream { writer in for event in events { try await writer.write(event) } })
    }
}
