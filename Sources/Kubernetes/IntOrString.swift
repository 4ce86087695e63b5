package import YAMLTree

/// A number or a name, such as a port or a percentage; API reference: "IntOrString".
package enum IntOrString: Hashable, Sendable, CustomStringConvertible,
    ExpressibleByIntegerLiteral, ExpressibleByStringLiteral
{
    case int(Int)
    case string(String)

    package init(integerLiteral value: Int) { self = .int(value) }
    package init(stringLiteral value: String) { self = .string(value) }

    package var yaml: YAML {
        switch self {
        case .int(let number): .int(number)
        case .string(let text): .string(text)
        }
    }

    package var description: String {
        switch self {
        case .int(let number): "\(number)"
        case .string(let text): text
        }
    }
}

extension FieldReader {
    /// The number or string at `key`; nil when it is absent or, with a diagnostic, something else.
    package mutating func optionalIntOrString(_ key: String) -> IntOrString? {
        guard let value = node(key) else { return nil }
        if case .scalar(.int(let number), _) = value.value { return .int(number) }
        if case .scalar(.string(let text), _) = value.value { return .string(text) }
        report(value, "'\(path).\(key)' is \(value.kindName), not a whole number or a string")
        return nil
    }

    /// The required number or string at `key`; 0, with a diagnostic, when it is missing.
    package mutating func intOrString(_ key: String) -> IntOrString {
        optionalIntOrString(key) ?? .int(int(key))
    }
}
