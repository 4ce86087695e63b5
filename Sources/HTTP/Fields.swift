/// Header fields in the order they were sent; names compare without case.
package struct Fields: Hashable, Sendable, Sequence, ExpressibleByDictionaryLiteral {
    package struct Field: Hashable, Sendable {
        package var name: String
        package var value: String
    }

    private var fields: [Field] = []

    package init() {}

    package init(dictionaryLiteral elements: (String, String)...) {
        for (name, value) in elements { append(name, value) }
    }

    package var count: Int { fields.count }

    /// Makes room for `count` fields.
    package mutating func reserve(_ count: Int) { fields.reserveCapacity(count) }

    package func makeIterator() -> IndexingIterator<[Field]> { fields.makeIterator() }

    package mutating func append(_ name: String, _ value: String) {
        fields.append(Field(name: name, value: value))
    }

    /// The first value of `name`; setting replaces every field of that name, setting nil removes them.
    package subscript(name: String) -> String? {
        get { fields.first { Self.same($0.name, name) }?.value }
        set {
            guard let newValue else { return fields.removeAll { Self.same($0.name, name) } }
            guard let first = fields.firstIndex(where: { Self.same($0.name, name) }) else {
                return append(name, newValue)
            }
            fields[first].value = newValue
            guard fields[(first + 1)...].contains(where: { Self.same($0.name, name) }) else { return }
            let rest = fields[(first + 1)...].filter { !Self.same($0.name, name) }
            fields.replaceSubrange((first + 1)..., with: rest)
        }
    }

    /// Every value of `name`, in order.
    package func all(_ name: String) -> [String] {
        fields.filter { Self.same($0.name, name) }.map(\.value)
    }

    private static func same(_ lhs: String, _ rhs: String) -> Bool {
        guard lhs.utf8.count == rhs.utf8.count else { return false }
        var others = rhs.utf8.makeIterator()
        for byte in lhs.utf8 {
            guard let other = others.next(), byte == other || lower(byte) == lower(other) else { return false }
        }
        return true
    }

    private static func lower(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }
}
