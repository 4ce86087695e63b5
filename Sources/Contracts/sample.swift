package import JSONTree

extension OpenAPIDocument {
    /// A value that conforms to `schema`: its example or default where it has one, else the plainest value of its type
    /// within its bounds. The same schema always gives the same value.
    ///
    /// A schema that only a `pattern` or a `not` describes may get a value that breaks it; `violations` says so.
    package func sample(of schema: JSON) -> JSON {
        Sampler(references: References(root: root)).sample(schema, depth: 0)
    }
}

private struct Sampler {
    let references: References
    /// A schema that contains itself ends here.
    private static let deepest = 12

    init(references: References) { self.references = references }

    func sample(_ schema: JSON, depth: Int) -> JSON {
        let schema = references.resolve(schema)
        if let given = schema["example"] ?? schema["examples"]?[0] ?? schema["default"] ?? schema["const"]
            ?? schema["enum"]?[0]
        {
            return given
        }
        if depth > Self.deepest { return .null }
        if let parts = schema["allOf"]?.array { return merged(parts, with: schema, depth: depth) }
        if let choice = schema["oneOf"]?[0] ?? schema["anyOf"]?[0] { return sample(choice, depth: depth + 1) }
        let type = schema["type"]?.string ?? schema["type"]?.array?.lazy.compactMap(\.string).first { $0 != "null" }
        return Self.makers[type ?? Self.impliedType(of: schema)].map { $0(self, schema, depth) } ?? .null
    }

    private static func impliedType(of schema: JSON) -> String {
        if schema["properties"] != nil { return "object" }
        return schema["items"] != nil ? "array" : "null"
    }

    private func merged(_ parts: [JSON], with schema: JSON, depth: Int) -> JSON {
        var rest = schema
        rest["allOf"] = nil
        var object = JSON.Object()
        for part in parts + [rest] {
            for (name, value) in sample(part, depth: depth + 1).object?.members ?? [] { object[name] = value }
        }
        return .object(object)
    }

    private typealias Maker = @Sendable (Sampler, _ schema: JSON, _ depth: Int) -> JSON

    private static let makers: [String: Maker] = [
        "array": { sampler, schema, depth in
            let count = min(max(schema["minItems"]?.int ?? 1, 0), 100)
            return .array((0..<count).map { _ in sampler.sample(schema["items"] ?? .null, depth: depth + 1) })
        },
        "boolean": { _, _, _ in true },
        "integer": { _, schema, _ in .int(Int64(lowest(of: schema).rounded(.up))) },
        "null": { _, _, _ in .null },
        "number": { _, schema, _ in .double(lowest(of: schema)) },
        "object": { sampler, schema, depth in
            .object(
                JSON.Object(
                    (schema["properties"]?.object?.members ?? []).map { name, property in
                        (name, sampler.sample(property, depth: depth + 1))
                    }))
        },
        "string": { _, schema, _ in .string(text(for: schema)) },
    ]

    /// The least number that the bounds allow, or 1 where they allow it.
    private static func lowest(of schema: JSON) -> Double {
        var value = schema["minimum"]?.double ?? 1
        if let bound = schema["exclusiveMinimum"]?.double { value = bound + 1 }
        if let bound = schema["maximum"]?.double { value = min(value, bound) }
        if let bound = schema["exclusiveMaximum"]?.double { value = min(value, bound - 1) }
        if let step = schema["multipleOf"]?.double, step > 0 { value = (value / step).rounded(.up) * step }
        return abs(value) < 9e15 ? value : 0
    }

    private static func text(for schema: JSON) -> String {
        if let format = schema["format"]?.string, let text = formats[format] { return text }
        let least = min(max(schema["minLength"]?.int ?? 0, 0), 10_000)
        let most = max(schema["maxLength"]?.int ?? 10_000, 0)
        let text = "text" + String(repeating: "-", count: max(0, least - 4))
        return String(text.prefix(most))
    }

    /// A conforming text for each of JSON Schema's formats that people use.
    private static let formats: [String: String] = [
        "date": "2026-01-31", "date-time": "2026-01-31T12:00:00Z", "email": "someone@example.com",
        "hostname": "example.com", "ipv4": "192.0.2.1", "ipv6": "2001:db8::1", "time": "12:00:00Z",
        "uri": "https://example.com/", "uuid": "00000000-0000-4000-8000-000000000000",
    ]
}
