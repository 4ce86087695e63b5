package import JSONTree

/// The JSON Schema (2020-12) of the language, for editors: printed from the same keys that the reader checks against.
///
/// It says everything that can be said of one place; whether names resolve, only the reader knows.
package func jsonSchema() -> JSON {
    var schema: JSON = [
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Orrery blueprint",
        "description": "Declares a software system: what runs, who may call whom, and where it is deployed.",
    ]
    if case .object(let object) = schemaOfFields(blueprintLanguage) {
        for (name, value) in object.members { schema[name] = value }
    }
    return schema
}

private func schemaOfFields(_ keys: [Key]) -> JSON {
    var properties = JSON.Object()
    for key in keys {
        var property = schema(of: key.shape)
        property["description"] = .string(key.meaning + (key.fallback.map { ". Default: \($0)" } ?? ""))
        properties[key.name] = property
    }
    let required = keys.filter(\.isRequired).map(\.name)
    return .compact([
        "type": required.isEmpty ? ["object", "null"] : "object",
        "properties": .object(properties),
        "required": required.isEmpty ? JSON?.none : JSON(required),
        "additionalProperties": false,
    ])
}

private func schema(of shape: Shape) -> JSON {
    switch shape {
    case .text(let format):
        let pattern = JSON.string("^(\(format.pattern))$")
        return ["type": format.acceptsNumbers ? ["string", "number"] : "string", "pattern": pattern]
    case .choice(let words):
        return ["enum": JSON(words)]
    case .number(let range):
        return ["type": "integer", "minimum": JSON(range.lowerBound), "maximum": JSON(range.upperBound)]
    case .flag:
        return ["type": "boolean"]
    case .setting:
        return ["type": ["string", "number", "boolean"]]
    case .list(let shape):
        return ["type": "array", "items": schema(of: shape)]
    case .oneOrMore(let shape):
        let item = schema(of: shape)
        return ["anyOf": [item, ["type": "array", "items": item, "uniqueItems": true]]]
    case .fields(let keys):
        return schemaOfFields(keys)
    case .named(_, let format, let shape):
        return [
            "type": "object",
            "propertyNames": ["pattern": .string("^(\(format.pattern))$")],
            "additionalProperties": schema(of: shape),
        ]
    case .anything:
        return ["type": "object"]
    case .map(let keys, let other):
        return ["anyOf": [schemaOfFields(keys), schema(of: other)]]
    }
}
