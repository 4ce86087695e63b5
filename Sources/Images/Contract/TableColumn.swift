import JSONTree
import PostgresStandIn

/// A column of a collection's table, and how its values become JSON and back.
struct TableColumn: Sendable, Equatable {
    var name: String
    /// As `information_schema.columns.data_type` has it: `bigint`, `timestamp with time zone`, `ARRAY`.
    var type: String

    init(name: String, type: String) {
        self.name = name
        self.type = type
    }

    var quotedName: String { name.quotedIdentifier }

    /// As a select list asks for it. Arrays come as JSON, which needs no second reader.
    var selection: String { type == "ARRAY" ? "to_jsonb(\(quotedName))" : quotedName }

    /// Whether the member `member` is kept here: `price_cents` holds `price_cents` and `priceCents`.
    func holds(_ member: String) -> Bool { name == member || name == member.snakeCased }

    // MARK: - Values

    /// A parameter that stands for `value`.
    func value(of value: JSON) -> PostgresValue {
        if value.isNull, !isJSON { return .null }
        if isJSON { return .text(value.text) }
        if type == "ARRAY", let elements = value.array { return .text(Self.arrayLiteral(elements)) }
        return .text(value.string ?? value.text)
    }

    private var isJSON: Bool { type == "json" || type == "jsonb" }

    /// PostgreSQL documentation, "Array Value Input".
    private static func arrayLiteral(_ elements: [JSON]) -> String {
        let texts = elements.map { element -> String in
            if element.isNull { return "NULL" }
            if let nested = element.array { return arrayLiteral(nested) }
            let text = element.string ?? element.text
            return "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
        }
        return "{\(texts.joined(separator: ","))}"
    }

    /// `value` as a property with the schema `schema` shows it; by the column's own type where the schema leaves it open.
    func json(of value: PostgresValue, as schema: JSON) -> JSON {
        if value.isNull { return .null }
        let declared = schema["type"]?.string.map { [$0] } ?? (schema["type"]?.array ?? []).compactMap(\.string)
        let types = declared.isEmpty ? [naturalType] : declared
        for type in types {
            if let json = Self.readers[type]?(self, value) { return json }
        }
        return JSON(value.string)
    }

    /// The JSON Schema type whose values the column's values are.
    private var naturalType: String { Self.naturalTypes[type] ?? "string" }

    private static let naturalTypes: [String: String] = [
        "ARRAY": "array", "bigint": "integer", "boolean": "boolean", "double precision": "number",
        "integer": "integer", "json": "object", "jsonb": "object", "numeric": "number", "real": "number",
        "smallint": "integer",
    ]

    private typealias Reader = @Sendable (TableColumn, PostgresValue) -> JSON?

    /// By the name of the JSON Schema type; nil for a value that is none of the type.
    private static let readers: [String: Reader] = [
        "array": { _, value in document(value) },
        "boolean": { _, value in value.bool.map(JSON.bool) },
        "integer": { _, value in value.int.map { JSON($0) } },
        "number": { _, value in value.int.map { JSON($0) } ?? value.double.map(JSON.double) },
        "object": { _, value in document(value) },
        "string": { column, value in JSON(column.text(of: value)) },
    ]

    private static func document(_ value: PostgresValue) -> JSON? {
        value.string.flatMap { try? JSON.parse($0) }
    }

    /// Points in time as RFC 3339 has them, JSON strings without their quotes, everything else as PostgreSQL prints it.
    private func text(of value: PostgresValue) -> String? {
        guard let text = value.string else { return nil }
        if type.hasPrefix("timestamp") { return value.rfc3339 }
        if isJSON { return (try? JSON.parse(text))?.string ?? text }
        return value.bool.map { $0 ? "true" : "false" } ?? text
    }
}

extension String {
    /// As a name in SQL, whatever it contains.
    var quotedIdentifier: String { "\"\(replacing("\"", with: "\"\""))\"" }

    /// `priceCents` as `price_cents`.
    fileprivate var snakeCased: String {
        reduce(into: "") { result, character in
            if character.isUppercase, !result.isEmpty { result += "_" }
            result += character.lowercased()
        }
    }
}
