/// `$jsonSchema`: https://www.mongodb.com/docs/manual/reference/operator/query/jsonSchema/
struct JSONSchema {
    private let rules: [@Sendable (BSONValue) throws -> Bool]

    /// - Throws: `MongoError` for a keyword that MongoDB does not know.
    init(_ document: BSONDocument, depth: Int = 0) throws {
        if depth > 50 { throw MongoError(.overflow, "exceeded maximum schema nesting depth") }
        var rules: [@Sendable (BSONValue) throws -> Bool] = []
        for element in document.elements {
            guard let keyword = Self.keywords[element.key] else {
                throw MongoError(
                    .failedToParse, "Unknown $jsonSchema keyword: \(element.key)",
                    missingFeature: "$jsonSchema \(element.key)")
            }
            if let rule = try keyword(element.value, document, depth + 1) { rules.append(rule) }
        }
        self.rules = rules
    }

    func accepts(_ value: BSONValue) throws -> Bool { try rules.allSatisfy { try $0(value) } }

    /// A keyword makes a rule, or none where another keyword reads it. A rule accepts values it does not speak of.
    private typealias Keyword =
        @Sendable (BSONValue, BSONDocument, Int) throws -> (@Sendable (BSONValue) throws -> Bool)?

    private static let keywords: [String: Keyword] = [
        "title": { _, _, _ in nil }, "description": { _, _, _ in nil },
        "exclusiveMinimum": { _, _, _ in nil }, "exclusiveMaximum": { _, _, _ in nil },
        "bsonType": { value, _, _ in
            let names = Set((value.array ?? [value]).compactMap(\.string))
            return { names.contains($0.typeName) || (names.contains("number") && $0.isNumber) }
        },
        "type": { value, _, _ in
            let names = Set((value.array ?? [value]).compactMap(\.string))
            if names.contains("integer") {
                throw MongoError(.failedToParse, "$jsonSchema type 'integer' is not currently supported.")
            }
            return { names.contains(jsonType(of: $0)) }
        },
        "required": { value, _, _ in
            let names = (value.array ?? []).compactMap(\.string)
            return { value in
                guard case .document(let document) = value else { return true }
                return names.allSatisfy { document[$0] != nil }
            }
        },
        "properties": { value, _, depth in
            let schemas = try schemas(value, depth)
            return { value in
                guard case .document(let document) = value else { return true }
                return try schemas.allSatisfy { name, schema in try document[name].map(schema.accepts) ?? true }
            }
        },
        "additionalProperties": { value, document, depth in
            let known = Set(document["properties"]?.document?.keys ?? [])
            let schema = try value.document.map { try JSONSchema($0, depth: depth) }
            let isAllowed = value.bool ?? true
            return { value in
                guard case .document(let document) = value else { return true }
                return try document.elements.filter { !known.contains($0.key) }
                    .allSatisfy { try schema?.accepts($0.value) ?? isAllowed }
            }
        },
        "minProperties": count {
            if case .document(let value) = $0 { value.count } else { nil }
        } holds: {
            $0 >= $1
        },
        "maxProperties": count {
            if case .document(let value) = $0 { value.count } else { nil }
        } holds: {
            $0 <= $1
        },
        "minItems": count {
            $0.array?.count
        } holds: {
            $0 >= $1
        },
        "maxItems": count {
            $0.array?.count
        } holds: {
            $0 <= $1
        },
        "minLength": count {
            $0.string?.unicodeScalars.count
        } holds: {
            $0 >= $1
        },
        "maxLength": count {
            $0.string?.unicodeScalars.count
        } holds: {
            $0 <= $1
        },
        "uniqueItems": { value, _, _ in
            guard value.isTruthy else { return nil }
            return { value in
                guard case .array(let values) = value else { return true }
                return Set(values.map(OrderedKey.bytes(of:))).count == values.count
            }
        },
        "items": { value, _, depth in
            let schema = try value.document.map { try JSONSchema($0, depth: depth) }
            let places = try (value.array ?? []).compactMap(\.document).map { try JSONSchema($0, depth: depth) }
            return { value in
                guard case .array(let values) = value else { return true }
                if let schema { return try values.allSatisfy(schema.accepts) }
                return try zip(places, values).allSatisfy { try $0.accepts($1) }
            }
        },
        "minimum": { bound, document, _ in
            let isExclusive = document["exclusiveMinimum"]?.isTruthy ?? false
            return { !$0.isNumber || BSONValue.compare($0, bound) > (isExclusive ? 0 : -1) }
        },
        "maximum": { bound, document, _ in
            let isExclusive = document["exclusiveMaximum"]?.isTruthy ?? false
            return { !$0.isNumber || BSONValue.compare($0, bound) < (isExclusive ? 0 : 1) }
        },
        "multipleOf": { divisor, _, _ in
            { value in
                guard let number = value.double, let divisor = divisor.double, divisor != 0 else { return true }
                return number.truncatingRemainder(dividingBy: divisor) == 0
            }
        },
        "pattern": { value, _, _ in
            let text = value.string ?? ""
            _ = try RegularExpression(pattern: text, options: "")
            return { value in
                guard value.string != nil, let pattern = try? RegularExpression(pattern: text, options: "") else {
                    return true
                }
                return try pattern.matches(value)
            }
        },
        "enum": { value, _, _ in
            let values = value.array ?? []
            return { value in values.contains { BSONValue.areEqual($0, value) } }
        },
        "allOf": { value, _, depth in
            let all = try list(value, depth)
            return { value in try all.allSatisfy { try $0.accepts(value) } }
        },
        "anyOf": { value, _, depth in
            let any = try list(value, depth)
            return { value in try any.contains { try $0.accepts(value) } }
        },
        "oneOf": { value, _, depth in
            let one = try list(value, depth)
            return { value in try one.count { try $0.accepts(value) } == 1 }
        },
        "not": { value, _, depth in
            let schema = try JSONSchema(value.document ?? [:], depth: depth)
            return { try !schema.accepts($0) }
        },
    ]

    private static func count(
        _ measure: @escaping @Sendable (BSONValue) -> Int?, holds: @escaping @Sendable (Int, Int) -> Bool
    ) -> Keyword {
        { bound, _, _ in
            let bound = bound.integer.flatMap(Int.init(exactly:)) ?? 0
            return { value in measure(value).map { holds($0, bound) } ?? true }
        }
    }

    private static func list(_ value: BSONValue, _ depth: Int) throws -> [JSONSchema] {
        try (value.array ?? []).compactMap(\.document).map { try JSONSchema($0, depth: depth) }
    }

    private static func schemas(_ value: BSONValue, _ depth: Int) throws -> [(String, JSONSchema)] {
        guard case .document(let document) = value else {
            throw MongoError(.typeMismatch, "$jsonSchema keyword 'properties' must be an object")
        }
        return try document.elements.map { element in
            (element.key, try JSONSchema(element.value.document ?? [:], depth: depth))
        }
    }

    private static func jsonType(of value: BSONValue) -> String {
        switch value {
        case .document: "object"
        case .null: "null"
        case .bool: "boolean"
        case .array, .string: value.typeName
        default: value.isNumber ? "number" : "other"
        }
    }
}

extension JSONSchema: Sendable {}
