import JSONTree
import Contracts
import Testing

@Suite struct JSONSchemaTests {
    static let fitting: [(JSON, JSON)] = [
        (true, 1), ([:], nil), (["type": "integer"], 1.0), (["type": ["string", "null"]], nil),
        (["enum": [1, "a"]], 1.0), (["const": ["a": 1, "b": 2]], ["b": 2, "a": 1]),
        (["minLength": 2], "éa"), (["pattern": "^[a-z]+$"], "abc"), (["pattern": "b"], "abc"), (["minimum": 1], 1),
        (["multipleOf": 0.5], 1.5), (["items": ["type": "string"]], ["a"]), (["minItems": 1], "no array"),
        (["prefixItems": [["type": "string"]], "items": ["type": "integer"]], ["a", 1, 2]),
        (["uniqueItems": true], [1, "1"]), (["contains": ["const": 2]], [1, 2]),
        (["anyOf": [["type": "string"], ["type": "integer"]]], 1),
        (["oneOf": [["type": "string"], ["minimum": 5]]], 6), (["not": ["type": "string"]], 1),
        (["if": ["type": "string"], "then": ["minLength": 1], "else": ["minimum": 1]], 1),
        (["$defs": ["name": ["type": "string"]], "properties": ["a": ["$ref": "#/$defs/name"]]], ["a": "x"]),
        (["additionalProperties": ["type": "integer"]], ["a": 1]), (["format": "email"], "none"),
        (["patternProperties": ["^x-": ["type": "string"]], "additionalProperties": false], ["x-a": "1"]),
    ]

    static let breaking: [(JSON, JSON, String)] = [
        (false, 1, "is not allowed"), (["type": "integer"], 1.5, "must be integer"),
        (["enum": [1, "a"]], 2, #"must be one of 1, "a""#), (["const": 1], 2, "must be 1"),
        (["minLength": 2], "é", "must have at least 2 characters"),
        (["maxLength": 1], "ab", "must have at most 1 characters"),
        (["pattern": "^[a-z]+$"], "A", "must match ^[a-z]+$"), (["minimum": 1], 0, "must be at least 1"),
        (["exclusiveMaximum": 1], 1, "must be less than 1"), (["multipleOf": 2], 3, "must be a multiple of 2"),
        (["items": ["type": "string"]], ["a", 1], "'1' must be string"),
        (["minItems": 1], [], "must have at least 1 elements"), (["uniqueItems": true], [1, 1.0], "'1' stands twice"),
        (["contains": ["const": 2]], [1], "has no element as required"), (["not": [:]], 1, "is not allowed"),
        (["oneOf": [true, true]], 1, "fits 2 of the alternatives where it must fit one"),
        (["anyOf": [["type": "string"], ["type": "null"]]], 1, "must be string"),
        (["required": ["a"]], [:], "'a' is missing"),
        (["properties": ["a": ["properties": ["b": false]]]], ["a": ["b": 1]], "'a/b' is not allowed"),
        (["properties": ["a": true], "additionalProperties": false], ["b": 1], "'b' is not a known property"),
        (["dependentRequired": ["a": ["b"]]], ["a": 1], "'b' is missing, which 'a' needs"),
        (["propertyNames": ["maxLength": 1]], ["ab": 1], "'ab' has a name that must have at most 1 characters"),
        (
            ["$ref": "https://example.com/x"], 1,
            #"is checked by a reference that leads nowhere: "https://example.com/x""#
        ),
        (["$ref": "#"], 1, "is checked by schemas nested too deep"),
    ]

    @Test(arguments: fitting)
    func `a value that fits has no violations`(_ schema: JSON, _ value: JSON) {
        #expect(JSONSchema(schema).violations(of: value) == [])
    }

    @Test(arguments: breaking)
    func `a value that does not fit says where and why`(_ schema: JSON, _ value: JSON, _ message: String) {
        #expect(JSONSchema(schema).violations(of: value).map(\.description) == [message])
    }
}
