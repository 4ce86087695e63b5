import JSONTree

/// Makes a JSON value that is true to a JSON Schema, with marketing copy in its strings.
///
/// Covers what OpenAI's structured outputs allow: types, enum, const, properties, items, `anyOf`, `$ref` into the same
/// document, the bounds of numbers, strings and arrays, and the formats. Nesting ends at 12 levels.
struct SchemaSample {
    /// The schema cannot be met, with the keyword that is the reason.
    struct Unmet: Error, Equatable {
        var keyword: String
    }

    private let root: JSON
    private let copy: Copywriter
    private static let deepest = 12
    private static let longest = 50

    init(schema: JSON, copy: Copywriter) {
        root = schema
        self.copy = copy
    }

    func value() throws(Unmet) -> JSON { try value(root, name: "", depth: 0) }

    private func value(_ schema: JSON, name: String, depth: Int) throws(Unmet) -> JSON {
        if depth > Self.deepest { throw Unmet(keyword: "$ref") }
        if schema["pattern"] != nil { throw Unmet(keyword: "pattern") }
        if let reference = schema["$ref"]?.string {
            return try value(resolve(reference), name: name, depth: depth + 1)
        }
        if let constant = schema["const"] { return constant }
        if let choices = schema["enum"]?.array, !choices.isEmpty {
            return choices[Int(copy.number(below: UInt64(choices.count)))]
        }
        if let choices = schema["anyOf"]?.array ?? schema["oneOf"]?.array {
            return try firstPossible(of: choices, name: name, depth: depth)
        }
        if let parts = schema["allOf"]?.array { return try value(merged(parts), name: name, depth: depth + 1) }
        return try typed(schema, name: name, depth: depth)
    }

    /// The first alternative that can be met; near the bottom the shallow ones go first, so that recursion ends.
    private func firstPossible(of choices: [JSON], name: String, depth: Int) throws(Unmet) -> JSON {
        let isDeep = { (choice: JSON) in choice["$ref"] != nil || choice["properties"] != nil || choice["items"] != nil
        }
        let ordered = depth > 6 ? choices.filter { !isDeep($0) } + choices.filter(isDeep) : choices
        var reason = Unmet(keyword: "anyOf")
        for choice in ordered {
            do throws(Unmet) {
                return try value(choice, name: name, depth: depth + 1)
            } catch {
                reason = error
            }
        }
        throw reason
    }

    private func typed(_ schema: JSON, name: String, depth: Int) throws(Unmet) -> JSON {
        let types = schema["type"]?.array?.compactMap(\.string) ?? [schema["type"]?.string ?? inferredType(schema)]
        let type = depth > 6 && types.contains("null") ? "null" : types.first ?? "string"
        guard let make = Self.makers[type] else { throw Unmet(keyword: "type") }
        return try make(self, schema, name, depth)
    }

    private func inferredType(_ schema: JSON) -> String {
        if schema["properties"] != nil { return "object" }
        return schema["items"] != nil ? "array" : "string"
    }

    private typealias Maker = @Sendable (SchemaSample, JSON, String, Int) throws(Unmet) -> JSON
    private static let makers: [String: Maker] = [
        "object": { (sample, schema, _, depth) throws(Unmet) in try sample.object(schema, depth: depth) },
        "array": { (sample, schema, name, depth) throws(Unmet) in try sample.array(schema, name: name, depth: depth) },
        "string": { (sample, schema, name, _) throws(Unmet) in sample.string(schema, name: name) },
        "integer": { (sample, schema, _, _) throws(Unmet) in try sample.integer(schema) },
        "number": { (sample, schema, _, _) throws(Unmet) in sample.number(schema) },
        "boolean": { (sample, _, _, _) throws(Unmet) in .bool(sample.copy.number(below: 2) == 1) },
        "null": { (_, _, _, _) throws(Unmet) in .null },
    ]

    /// Every required member, and the others while the nesting is shallow.
    private func object(_ schema: JSON, depth: Int) throws(Unmet) -> JSON {
        let required = Set(schema["required"]?.array?.compactMap(\.string) ?? [])
        var object = JSON.Object()
        for (name, member) in schema["properties"]?.object?.members ?? [] {
            if depth > 6 && !required.contains(name) { continue }
            do throws(Unmet) {
                object[name] = try value(member, name: name, depth: depth + 1)
            } catch {
                if required.contains(name) { throw error }
            }
        }
        for name in schema["required"]?.array?.compactMap(\.string) ?? [] where object[name] == nil {
            object[name] = .string(copy.sentence())
        }
        return .object(object)
    }

    private func array(_ schema: JSON, name: String, depth: Int) throws(Unmet) -> JSON {
        let least = max(0, schema["minItems"]?.int ?? 0)
        let most = max(least, schema["maxItems"]?.int ?? max(least, 3))
        if least > Self.longest { throw Unmet(keyword: "minItems") }
        let count = depth > 6 ? least : min(max(least, 2), most)
        var elements: [JSON] = []
        var tries = 0
        while elements.count < count, tries < 200 {
            tries += 1
            let next = try value(schema["items"] ?? ["type": "string"], name: name, depth: depth + 1)
            if schema["uniqueItems"]?.bool == true, elements.contains(next) { continue }
            elements.append(next)
        }
        if elements.count < least { throw Unmet(keyword: "uniqueItems") }
        return .array(elements)
    }

    private func integer(_ schema: JSON) throws(Unmet) -> JSON {
        let exclusiveLow = schema["exclusiveMinimum"]?.double.map { ($0 + 1).rounded(.down) }
        let exclusiveHigh = schema["exclusiveMaximum"]?.double.map { ($0 - 1).rounded(.up) }
        let lowBound = (schema["minimum"]?.double?.rounded(.up) ?? exclusiveLow).flatMap { Int64(exactly: $0) }
        let highBound = (schema["maximum"]?.double?.rounded(.down) ?? exclusiveHigh).flatMap { Int64(exactly: $0) }
        let low = lowBound ?? highBound.map { $0.subtractingReportingOverflow(100).partialValue } ?? 1
        let high = highBound ?? low.addingReportingOverflow(99).partialValue
        guard high >= low else { throw Unmet(keyword: "maximum") }
        let width = UInt64(bitPattern: high &- low)
        var value = low &+ Int64(bitPattern: copy.number(below: width == .max ? width : width + 1))
        if let step = schema["multipleOf"]?.int.map(Int64.init), step > 0 {
            let remainder = value % step
            value = value &- remainder
            if value < low { value = value.addingReportingOverflow(step).partialValue }
            if value < low || value > high { throw Unmet(keyword: "multipleOf") }
        }
        return .int(value)
    }

    private func number(_ schema: JSON) -> JSON {
        let least = schema["minimum"]?.double ?? schema["exclusiveMinimum"]?.double
        let most = schema["maximum"]?.double ?? schema["exclusiveMaximum"]?.double
        let low = least ?? most.map { $0 - 100 } ?? 0
        let high = most ?? low + 100
        if let step = schema["multipleOf"]?.double, step > 0 { return .double((low / step).rounded(.up) * step) }
        return .double(low + (high - low) * Double(1 + copy.number(below: 98)) / 100)
    }

    private func string(_ schema: JSON, name: String) -> JSON {
        if let format = schema["format"]?.string, let text = Self.formats[format] { return .string(text(copy)) }
        let lower = name.lowercased()
        let voice = Self.voices.first { voice in voice.words.contains { lower.contains($0) } }
        var text = voice.map { $0.text(copy) } ?? copy.sentence()
        if let least = schema["minLength"]?.int, least < 100_000 {
            while text.unicodeScalars.count < least { text += " " + copy.sentence() }
        }
        if let most = schema["maxLength"]?.int, most >= 0, text.unicodeScalars.count > most {
            text = String(String.UnicodeScalarView(text.unicodeScalars.prefix(most)))
        }
        return .string(text)
    }

    private struct Voice: Sendable {
        var words: [String]
        var text: @Sendable (Copywriter) -> String
    }

    private static let voices: [Voice] = [
        Voice(words: ["hashtag", "tag"]) { $0.hashtag() },
        Voice(words: ["headline", "title", "subject"]) { $0.headline() },
        Voice(words: ["cta", "call_to_action", "calltoaction", "button"]) { $0.callToAction() },
        Voice(words: ["email"]) { $0.name().lowercased() + "@example.com" },
        Voice(words: ["url", "link"]) { "https://example.com/" + $0.name().lowercased() },
        Voice(words: ["name"]) { $0.name() },
        Voice(words: ["topic", "product", "theme"]) { $0.subject },
        Voice(words: ["body", "text", "post", "caption", "content"]) { $0.post() },
    ]

    private static let formats: [String: @Sendable (Copywriter) -> String] = [
        "date-time": { "2026-0\(1 + $0.number(below: 9))-1\($0.number(below: 9))T09:00:00Z" },
        "date": { "2026-0\(1 + $0.number(below: 9))-1\($0.number(below: 9))" },
        "time": { "0\($0.number(below: 9)):30:00Z" },
        "duration": { "P\(1 + $0.number(below: 9))D" },
        "email": { $0.name().lowercased() + "@example.com" },
        "hostname": { $0.name().lowercased() + ".example.com" },
        "ipv4": { "192.0.2.\(1 + $0.number(below: 250))" },
        "ipv6": { "2001:db8::\(1 + $0.number(below: 9))" },
        "uuid": { $0.uuid() },
        "uri": { "https://example.com/" + $0.name().lowercased() },
    ]

    private func resolve(_ reference: String) throws(Unmet) -> JSON {
        guard reference.hasPrefix("#") else { throw Unmet(keyword: "$ref") }
        var schema = root
        for part in reference.dropFirst().split(separator: "/") {
            let name = part.replacing("~1", with: "/").replacing("~0", with: "~")
            guard let next = schema[String(name)] else { throw Unmet(keyword: "$ref") }
            schema = next
        }
        return schema
    }

    /// One schema with the members of all; `properties` and `required` are joined.
    private func merged(_ parts: [JSON]) throws(Unmet) -> JSON {
        var all = JSON.Object()
        for part in parts {
            let part = try part["$ref"]?.string.map { reference throws(Unmet) in try resolve(reference) } ?? part
            for (name, value) in part.object?.members ?? [] {
                switch (all[name], value) {
                case (.object(var old)?, .object(let new)):
                    for (inner, member) in new.members { old[inner] = member }
                    all[name] = .object(old)
                case (.array(let old)?, .array(let new)): all[name] = .array(old + new)
                default: all[name] = value
                }
            }
        }
        return .object(all)
    }
}
