package import YAMLTree

// How the AWS controllers and the Atlas operator name other objects.

/// One key of a Secret.
package struct SecretKey: Hashable, Sendable {
    package var name: String
    package var key: String
    /// Nil for the namespace of the object that refers.
    package var namespace: String?

    package init(name: String, key: String, namespace: String? = nil) {
        self.name = name
        self.key = key
        self.namespace = namespace
    }

    package init(reading object: inout FieldReader) {
        self.init(
            name: object.string("name"), key: object.string("key"), namespace: object.optionalString("namespace"))
    }

    package var yaml: YAML {
        .object(["namespace": .optional(namespace), "name": .string(name), "key": .string(key)])
    }
}

/// Another object of the same namespace, whose kind is known.
package struct NamedReference: Hashable, Sendable {
    package var name: String

    package init(_ name: String) { self.name = name }

    package init(reading object: inout FieldReader) { name = object.string("name") }

    package var yaml: YAML { .object(["name": .string(name)]) }
}

/// An amount of Aurora capacity units, which come in halves.
package struct CapacityUnits: Hashable, Sendable {
    package var halves: Int

    package init(halves: Int) { self.halves = halves }

    init(reading object: inout FieldReader, _ key: String) {
        halves = 0
        guard let value = object.node(key) else { return }
        switch value.yaml {
        case .int(let number) where (0...1024).contains(number): halves = number * 2
        case .double(let number) where (0...1024).contains(number) && (number * 2).rounded() == number * 2:
            halves = Int(number * 2)
        case .null, .bool, .int, .double, .string, .list, .map:
            object.report(value, "'\(key)' is no number of capacity units", help: "write a number such as 0.5 or 8")
        }
    }

    package var yaml: YAML { halves.isMultiple(of: 2) ? .int(halves / 2) : .double(Double(halves) / 2) }
}

extension YAML {
    /// `from: { name: … }`.
    static func from(_ name: String) -> YAML { .object(["from": .object(["name": .string(name)])]) }
}

extension FieldReader {
    /// The name in `from: { name: … }` at `key`.
    mutating func reference(_ key: String) -> String {
        required(key) { reference in reference.required("from") { $0.string("name") } }
    }

    mutating func references(_ key: String) -> [String] {
        elements(key) { reference in reference.required("from") { $0.string("name") } }
    }
}
