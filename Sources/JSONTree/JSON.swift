/// A JSON document as an ordered tree.
///
/// Members keep the order in which they were read or written, so that the same value always prints the same bytes.
/// Whole numbers that fit in 64 bits stay whole. `parse` never traps, whatever the bytes; `text` is the one printer.
package enum JSON: Hashable, Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    case double(Double)
    case string(String)
    case array([JSON])
    case object(Object)

    /// The members of an object in order; a name stands at most once.
    package struct Object: Hashable, Sendable {
        package private(set) var members: [(name: String, value: JSON)] = []
        /// Where each name stands, once there are so many that looking through them takes longer.
        private var places: [String: Int]?

        private static let fewest = 16

        package init() {}

        /// A later member of the same name replaces the value and keeps the place of the first.
        package init(_ members: [(String, JSON)]) {
            self.members.reserveCapacity(members.count)
            for (name, value) in members { self[name] = value }
        }

        package subscript(name: String) -> JSON? {
            get { place(of: name).map { members[$0].value } }
            set {
                switch (place(of: name), newValue) {
                case (let place?, let value?): members[place].value = value
                case (let place?, nil):
                    members.remove(at: place)
                    if places != nil { index() }
                case (nil, let value?):
                    members.append((name, value))
                    if places != nil {
                        places?[name] = members.count - 1
                    } else if members.count >= Self.fewest {
                        index()
                    }
                case (nil, nil): break
                }
            }
        }

        private func place(of name: String) -> Int? {
            places.map { $0[name] } ?? members.firstIndex { $0.name == name }
        }

        private mutating func index() {
            places = Dictionary(members.enumerated().map { ($1.name, $0) }) { first, _ in first }
        }

        package var names: [String] { members.map(\.name) }
        package var count: Int { members.count }
        package var isEmpty: Bool { members.isEmpty }

        /// Two objects are equal when they have the same members, in whatever order.
        package static func == (lhs: Object, rhs: Object) -> Bool {
            lhs.count == rhs.count && lhs.members.allSatisfy { rhs[$0.name] == $0.value }
        }

        package func hash(into hasher: inout Hasher) {
            hasher.combine(Dictionary(members.map { ($0.name, $0.value) }) { first, _ in first })
        }
    }
}

// MARK: - Literals

extension JSON: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral,
    ExpressibleByStringInterpolation
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(integerLiteral value: Int64) { self = .int(value) }
    package init(floatLiteral value: Double) { self = .double(value) }
    package init(arrayLiteral elements: JSON...) { self = .array(elements) }
    package init(dictionaryLiteral elements: (String, JSON)...) { self = .object(Object(elements)) }
    package init(nilLiteral: ()) { self = .null }
}

extension JSON {
    package init(_ value: String?) { self = value.map(JSON.string) ?? .null }
    package init(_ value: Int) { self = .int(Int64(value)) }
    package init(_ value: [String]) { self = .array(value.map(JSON.string)) }

    /// An object of the members that have a value.
    package static func compact(_ members: KeyValuePairs<String, JSON?>) -> JSON {
        .object(Object(members.compactMap { name, value in value.map { (name, $0) } }))
    }
}

// MARK: - Access

extension JSON {
    /// The member `name` of an object; nil for anything else.
    package subscript(name: String) -> JSON? {
        get {
            if case .object(let object) = self { object[name] } else { nil }
        }
        set {
            guard case .object(var object) = self else { return }
            object[name] = newValue
            self = .object(object)
        }
    }

    /// The element at `index` of an array; nil for anything else and for an index outside it.
    package subscript(index: Int) -> JSON? {
        if case .array(let elements) = self, elements.indices.contains(index) { elements[index] } else { nil }
    }

    package var string: String? { if case .string(let value) = self { value } else { nil } }
    package var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    package var array: [JSON]? { if case .array(let value) = self { value } else { nil } }
    package var object: Object? { if case .object(let value) = self { value } else { nil } }
    package var isNull: Bool { self == .null }

    /// A whole number: an integer, or a double without a fraction that fits.
    package var int: Int? {
        switch self {
        case .int(let value): Int(value)
        case .double(let value): Int(exactly: value)
        case .null, .bool, .string, .array, .object: nil
        }
    }

    package var double: Double? {
        switch self {
        case .int(let value): Double(value)
        case .double(let value): value
        case .null, .bool, .string, .array, .object: nil
        }
    }
}
