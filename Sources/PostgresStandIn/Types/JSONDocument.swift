/// A JSON value as `jsonb` keeps it: numbers exact, members sorted by length and then bytes, the last of two equal names.
///
/// https://www.postgresql.org/docs/15/datatype-json.html
indirect enum JSONDocument: Hashable, Sendable {
    case null
    case bool(Bool)
    case number(Numeric)
    case string(String)
    case array([JSONDocument])
    /// Sorted, without duplicates.
    case object([Member])

    struct Member: Hashable, Sendable {
        var name: String
        var value: JSONDocument
    }

    static func object(of members: [Member]) -> JSONDocument {
        var last: [String: Int] = [:]
        for (index, member) in members.enumerated() { last[member.name] = index }
        let kept = members.enumerated().filter { last[$0.element.name] == $0.offset }.map(\.element)
        return .object(kept.sorted { precedes($0.name, $1.name) })
    }

    static func precedes(_ lhs: String, _ rhs: String) -> Bool {
        let (left, right) = (lhs.utf8.count, rhs.utf8.count)
        return left != right ? left < right : lhs.utf8.lexicographicallyPrecedes(rhs.utf8)
    }

    /// The text in the form of `jsonb_out`.
    var text: String {
        var out = ""
        write(to: &out)
        return out
    }

    private func write(to out: inout String) {
        switch self {
        case .null: out += "null"
        case .bool(let value): out += value ? "true" : "false"
        case .number(let value): out += value.text
        case .string(let value): Self.quote(value, to: &out)
        case .array(let elements):
            out += "["
            for (index, element) in elements.enumerated() {
                if index > 0 { out += ", " }
                element.write(to: &out)
            }
            out += "]"
        case .object(let members):
            out += "{"
            for (index, member) in members.enumerated() {
                if index > 0 { out += ", " }
                Self.quote(member.name, to: &out)
                out += ": "
                member.value.write(to: &out)
            }
            out += "}"
        }
    }

    static func quoted(_ text: String) -> String {
        var out = ""
        quote(text, to: &out)
        return out
    }

    private static func quote(_ text: String, to out: inout String) {
        out += "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\u{8}": out += "\\b"
            case "\u{C}": out += "\\f"
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            case "\t": out += "\\t"
            case _ where scalar.value < 0x20:
                let hex = String(scalar.value, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: out.unicodeScalars.append(scalar)
            }
        }
        out += "\""
    }

    // MARK: Access

    subscript(name: String) -> JSONDocument? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    /// An element; negative counts from the end.
    subscript(index: Int) -> JSONDocument? {
        guard case .array(let elements) = self else { return nil }
        let place = index < 0 ? elements.count + index : index
        return elements.indices.contains(place) ? elements[place] : nil
    }

    /// What `#>` reaches.
    func at(_ path: [String?]) -> JSONDocument? {
        var value = self
        for step in path {
            guard let step else { return nil }
            switch value {
            case .object:
                guard let next = value[step] else { return nil }
                value = next
            case .array:
                guard let index = Int(step), let next = value[index] else { return nil }
                value = next
            case .null, .bool, .number, .string: return nil
            }
        }
        return value
    }

    /// What `->>` gives: the text of a string without quotes, nil for null.
    var unquoted: String? {
        switch self {
        case .null: nil
        case .string(let value): value
        case .bool, .number, .array, .object: text
        }
    }

    /// `@>`: whether `other` is contained in this, by the rules of "jsonb containment".
    func contains(_ other: JSONDocument, top: Bool = true) -> Bool {
        switch (self, other) {
        case (.object(let mine), .object(let theirs)):
            let names = Dictionary(mine.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
            return theirs.allSatisfy { member in names[member.name]?.contains(member.value, top: false) ?? false }
        case (.array(let mine), .array(let theirs)):
            return theirs.allSatisfy { wanted in mine.contains { $0.contains(wanted, top: false) } }
        case (.array(let mine), .null), (.array(let mine), .bool), (.array(let mine), .number),
            (.array(let mine), .string):
            return top && mine.contains(other)
        default: return self == other
        }
    }

    var typeName: String {
        switch self {
        case .null: "null"
        case .bool: "boolean"
        case .number: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }

    /// The order of `jsonb`: Object > Array > Boolean > Number > String > Null.
    func compare(_ other: JSONDocument) -> Int {
        func sign(_ less: Bool, _ equal: Bool) -> Int { equal ? 0 : less ? -1 : 1 }
        switch (self, other) {
        case (.null, .null): return 0
        case (.bool(let a), .bool(let b)): return sign(!a && b, a == b)
        case (.number(let a), .number(let b)): return a.compare(b)
        case (.string(let a), .string(let b)): return sign(a.utf8.lexicographicallyPrecedes(b.utf8), a == b)
        case (.array(let a), .array(let b)):
            if a.count != b.count { return a.count < b.count ? -1 : 1 }
            for (x, y) in zip(a, b) { let order = x.compare(y); if order != 0 { return order } }
            return 0
        case (.object(let a), .object(let b)):
            if a.count != b.count { return a.count < b.count ? -1 : 1 }
            for (x, y) in zip(a, b) {
                if x.name != y.name { return Self.precedes(x.name, y.name) ? -1 : 1 }
                let order = x.value.compare(y.value)
                if order != 0 { return order }
            }
            return 0
        default: return sign(rank < other.rank, false)
        }
    }

    private var rank: Int {
        switch self {
        case .null: 0
        case .string: 1
        case .number: 2
        case .bool: 3
        case .array(let elements): elements.isEmpty ? -1 : 4
        case .object: 5
        }
    }
}
