package import YAMLTree

/// An entry of a list of `{key, value}`, the form in which AWS takes tags and attributes.
package struct KeyValue: Hashable, Sendable {
    package var key: String
    package var value: String

    package init(_ key: String, _ value: String) {
        self.key = key
        self.value = value
    }

    package init(reading object: inout FieldReader) {
        self.init(object.string("key"), object.string("value"))
    }

    package var yaml: YAML { .object(["key": .string(key), "value": .string(value)]) }
}

extension [KeyValue] {
    /// A list; nil when there is nothing in it.
    package var yaml: YAML? { isEmpty ? nil : .list(map(\.yaml)) }
}
