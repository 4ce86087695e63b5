/// A YAML value as an ordered tree, without places and without style.
@usableFromInline
package enum YAML: Hashable, Sendable {
    case null
    case bool(Bool)
    case int(Int)
    case double(Double)
    case string(String)
    case list([YAML])
    /// Keys in order; a key stands once.
    case map([Entry])

    @usableFromInline
    package struct Entry: Hashable, Sendable {
        package var key: String
        package var value: YAML

        @usableFromInline
        package init(_ key: String, _ value: YAML) {
            self.key = key
            self.value = value
        }
    }
}

extension YAML: ExpressibleByStringLiteral, ExpressibleByStringInterpolation, ExpressibleByBooleanLiteral,
    ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByArrayLiteral, ExpressibleByNilLiteral
{
    @usableFromInline package init(stringLiteral value: String) { self = .string(value) }
    @usableFromInline package init(booleanLiteral value: Bool) { self = .bool(value) }
    @usableFromInline package init(integerLiteral value: Int) { self = .int(value) }
    @usableFromInline package init(floatLiteral value: Double) { self = .double(value) }
    @usableFromInline package init(arrayLiteral elements: YAML...) { self = .list(elements) }
    @usableFromInline package init(nilLiteral: ()) { self = .null }
}

extension YAML {
    /// A map of the entries that have a value; an entry without one is left out.
    @inlinable
    package static func object(_ fields: Fields) -> YAML { .map(fields.entries) }

    /// The entries of a map as they stand in a program, of which those without a value are left out.
    @usableFromInline
    package struct Fields: ExpressibleByDictionaryLiteral {
        @usableFromInline var entries: [Entry]

        @inlinable
        package init(dictionaryLiteral elements: (String, YAML?)...) {
            entries = []
            entries.reserveCapacity(elements.count)
            // Taken out of the literal, which is thrown away, instead of copied.
            var elements = elements
            for index in elements.indices {
                var value: YAML?
                swap(&value, &elements[index].1)
                if let value = consume value { entries.append(Entry(elements[index].0, value)) }
            }
        }
    }

    /// A list of strings; nil when there are none, so that an empty list leaves its key out.
    package static func strings(_ values: [String]) -> YAML? {
        values.isEmpty ? nil : .list(values.map(YAML.string))
    }

    package subscript(key: String) -> YAML? {
        guard case .map(let entries) = self else { return nil }
        return entries.first { $0.key == key }?.value
    }
}
