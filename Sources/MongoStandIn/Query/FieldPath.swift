/// A dotted path, such as `address.lines.0`.
struct FieldPath: Hashable, CustomStringConvertible {
    let parts: [String]

    /// More would only serve to make functions that follow a path run out of stack.
    private static let lengthLimit = 200

    /// - Throws: `MongoError` Overflow for a path of more parts than a document can be deep.
    init(_ text: String) throws {
        parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).map { String($0) ?? "" }
        if parts.count > Self.lengthLimit { throw MongoError(.overflow, "FieldPath is too long") }
    }

    init(parts: [String]) { self.parts = parts }

    var description: String { parts.joined(separator: ".") }

    /// The number that a part means within an array, if it is one: digits without a leading zero.
    static func arrayIndex(_ part: String) -> Int? {
        guard let first = part.utf8.first, first >= 48, first <= 57, part.utf8.count == 1 || first != 48 else {
            return nil
        }
        return Int(part)
    }

    /// The one path is a part of the other, or they are the same.
    func conflicts(with other: FieldPath) -> Bool {
        zip(parts, other.parts).allSatisfy { $0.hasSameBytes(as: $1) }
    }
}

extension BSONDocument {
    /// Every value that `path` reaches, going into the elements of arrays on the way; nil stands for "missing". A leaf
    /// that is an array comes as the array. `visit` returns true to stop; the result is whether it did.
    ///
    /// `position` receives the place in the outermost array through which the stopping value was reached.
    func anyValue(
        at path: ArraySlice<String>, position: inout Int?, _ visit: (BSONValue?, inout Int?) throws -> Bool
    ) rethrows -> Bool {
        guard let name = path.first else { return false }
        guard let value = self[name] else { return try visit(nil, &position) }
        let rest = path.dropFirst()
        if rest.isEmpty { return try visit(value, &position) }
        switch value {
        case .document(let inner): return try inner.anyValue(at: rest, position: &position, visit)
        case .array(let values): return try Self.anyValue(of: values, at: rest, position: &position, visit)
        default: return try visit(nil, &position)
        }
    }

    private static func anyValue(
        of values: [BSONValue], at path: ArraySlice<String>, position: inout Int?,
        _ visit: (BSONValue?, inout Int?) throws -> Bool
    ) rethrows -> Bool {
        guard let name = path.first else { return false }
        if let index = FieldPath.arrayIndex(name), index < values.count {
            let rest = path.dropFirst()
            switch values[index] {
            case let value where rest.isEmpty:
                if try visit(value, &position) { return true }
            case .document(let inner):
                if try inner.anyValue(at: rest, position: &position, visit) { return true }
            case .array(let inner):
                if try anyValue(of: inner, at: rest, position: &position, visit) { return true }
            default: break
            }
        }
        for (index, value) in values.enumerated() {
            guard case .document(let inner) = value else { continue }
            if try inner.anyValue(at: path, position: &position, visit) {
                position = index
                return true
            }
        }
        return false
    }

    /// The value that `path` names when arrays are only entered by number.
    func value(at path: [String]) -> BSONValue? {
        var current = BSONValue.document(self)
        for part in path {
            switch current {
            case .document(let document):
                guard let next = document[part] else { return nil }
                current = next
            case .array(let values):
                guard let index = FieldPath.arrayIndex(part), index < values.count else { return nil }
                current = values[index]
            default: return nil
            }
        }
        return current
    }
}
