/// What a query asks of the values at one path.
indirect enum Predicate {
    case equal(BSONValue)
    case compare(Comparison, BSONValue)
    case inList(values: [BSONValue], patterns: [RegularExpression])
    case exists
    case hasType(Set<Int>)
    case pattern(RegularExpression)
    case mod(divisor: Int64, remainder: Int64)
    case size(Int64)
    case all([Predicate])
    case any([Predicate])
    case not(Predicate)
    /// Elements that are documents and match.
    case elementMatch(Filter)
    /// Elements that satisfy the predicate themselves.
    case elementValue(Predicate)
    case bits(BitTest)

    enum Comparison {
        case less, lessOrEqual, greater, greaterOrEqual

        func holds(_ order: Int) -> Bool {
            switch self {
            case .less: order < 0
            case .lessOrEqual: order <= 0
            case .greater: order > 0
            case .greaterOrEqual: order >= 0
            }
        }

        var takesEqual: Bool { self == .lessOrEqual || self == .greaterOrEqual }
    }

    func matches(_ document: BSONDocument, at path: FieldPath, _ variables: Variables, position: inout Int?) throws
        -> Bool
    {
        switch self {
        case .not(let predicate):
            var ignored: Int?
            return try !predicate.matches(document, at: path, variables, position: &ignored)
        case .all(let predicates):
            for predicate in predicates
            where try !predicate.matches(document, at: path, variables, position: &position) { return false }
            return true
        case .any(let predicates):
            for predicate in predicates
            where try predicate.matches(document, at: path, variables, position: &position) { return true }
            return false
        default:
            return try document.anyValue(at: path.parts[...], position: &position) { value, position in
                try matchesLeaf(value, variables, position: &position)
            }
        }
    }

    /// The value itself, and where it is an array also each element.
    private func matchesLeaf(_ value: BSONValue?, _ variables: Variables, position: inout Int?) throws -> Bool {
        switch self {
        case .elementMatch, .elementValue:
            guard case .array(let values) = value else { return false }
            for (index, element) in values.enumerated() where try holdsForElement(element, variables) {
                position = index
                return true
            }
            return false
        case .size(let count): return value?.array.map { Int64($0.count) == count } ?? false
        case .exists: return value != nil
        default: break
        }
        if case .array(let values) = value {
            for (index, element) in values.enumerated() where try holds(element, variables) {
                position = index
                return true
            }
        }
        return try holds(value, variables)
    }

    private func holdsForElement(_ element: BSONValue, _ variables: Variables) throws -> Bool {
        switch (self, element) {
        case (.elementMatch(let filter), .document(let document)): return try filter.matches(document, variables)
        case (.elementMatch(let filter), .array(let values)):
            let document = BSONDocument(
                values.enumerated().map { BSONDocument.Element(key: String($0.offset), value: $0.element) })
            return try filter.matches(document, variables)
        case (.elementValue(let predicate), _): return try predicate.holds(element, variables)
        default: return false
        }
    }

    /// One value alone, nil being a missing one.
    func holds(_ value: BSONValue?, _ variables: Variables) throws -> Bool {
        switch self {
        case .equal(let wanted): return Self.equals(value, wanted)
        case .compare(let comparison, let bound): return Self.holds(comparison, value, bound)
        case .inList(let values, let patterns):
            return try values.contains { Self.equals(value, $0) } || patterns.contains { try $0.matches(value) }
        case .exists: return value != nil
        case .hasType(let types): return value.map { types.contains($0.typeNumber) } ?? false
        case .pattern(let pattern): return try pattern.matches(value)
        case .mod(let divisor, let remainder):
            guard let number = value?.truncatedInteger else { return false }
            return number.remainderReportingOverflow(dividingBy: divisor).partialValue == remainder
        case .size(let count): return value?.array.map { Int64($0.count) == count } ?? false
        case .all(let predicates): return try predicates.allSatisfy { try $0.holds(value, variables) }
        case .any(let predicates): return try predicates.contains { try $0.holds(value, variables) }
        case .not(let predicate): return try !predicate.holds(value, variables)
        case .elementMatch, .elementValue:
            guard case .array(let values) = value else { return false }
            return try values.contains { try holdsForElement($0, variables) }
        case .bits(let test): return test.holds(value)
        }
    }

    private static func equals(_ value: BSONValue?, _ wanted: BSONValue) -> Bool {
        if wanted == .null { return value.map(\.isNullish) ?? true }
        return value.map { BSONValue.areEqual($0, wanted) } ?? false
    }

    /// Only values of the bound's own type compare, except with the smallest and largest key.
    private static func holds(_ comparison: Comparison, _ value: BSONValue?, _ bound: BSONValue) -> Bool {
        if bound == .null { return comparison.takesEqual && (value.map(\.isNullish) ?? true) }
        guard let value else { return false }
        if bound == .minKey || bound == .maxKey { return comparison.holds(BSONValue.compare(value, bound)) }
        guard value.rank == bound.rank else { return false }
        if value.isNotANumber || bound.isNotANumber {
            return comparison.takesEqual && value.isNotANumber && bound.isNotANumber
        }
        return comparison.holds(BSONValue.compare(value, bound))
    }
}

extension BSONValue {
    var isNotANumber: Bool {
        switch self {
        case .double(let value): value.isNaN
        case .decimal128(let value): value.isNaN
        default: false
        }
    }

    /// The whole part of a number that fits.
    var truncatedInteger: Int64? {
        switch self {
        case .int32, .int64: integer
        case .double(let value): Int64(exactly: value.rounded(.towardZero))
        case .decimal128(let value): value.integer ?? Int64(exactly: value.double.rounded(.towardZero))
        default: nil
        }
    }
}
