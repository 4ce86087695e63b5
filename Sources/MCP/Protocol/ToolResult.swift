package import JSONTree

/// What a tool answers: blocks for a model to read, and optionally a value for a program.
package struct ToolResult: Hashable, Sendable {
    package var content: [Content]
    /// Any JSON value; it must conform to the tool's output schema where that is declared.
    package var structuredContent: JSON?
    /// The tool ran, or would have run, and failed; `content` says how.
    package var isError: Bool
    /// Extra members for the result's `_meta`.
    package var meta: JSON?

    package init(
        content: [Content], structuredContent: JSON? = nil, isError: Bool = false, meta: JSON? = nil
    ) {
        self.content = content
        self.structuredContent = structuredContent
        self.isError = isError
        self.meta = meta
    }

    package static func text(_ text: String) -> ToolResult { ToolResult(content: [.text(text)]) }

    /// A value, and the same value as JSON text for clients that read only `content`.
    package static func structured(_ value: JSON) -> ToolResult {
        ToolResult(content: [.text(value.text)], structuredContent: value)
    }

    /// A failure that the model should see: bad input, a business rule, an upstream that does not answer.
    package static func failure(_ message: String) -> ToolResult {
        ToolResult(content: [.text(message)], isError: true)
    }

    /// The text blocks, one to a line.
    package var text: String { content.compactMap(\.text).joined(separator: "\n") }

    var json: JSON {
        .compact([
            "content": .array(content.map(\.json)), "structuredContent": structuredContent,
            "isError": .bool(isError), "_meta": meta,
        ])
    }

    init(json: JSON) {
        content = (json["content"]?.array ?? []).map(Content.init(json:))
        structuredContent = json["structuredContent"]
        isError = json["isError"]?.bool ?? false
        meta = json["_meta"]
    }
}
