/// The order of all values, across types: https://www.mongodb.com/docs/manual/reference/bson-type-comparison-order/
extension BSONValue {
    /// Negative, zero or positive as `a` is before, equal to or after `b`.
    package static func compare(_ a: BSONValue, _ b: BSONValue) -> Int {
        let (left, right) = (a.rank, b.rank)
        if left != right { return left < right ? -1 : 1 }
        switch (a, b) {
        case (.string(let x), .string(let y)), (.string(let x), .symbol(let y)), (.symbol(let x), .string(let y)),
            (.symbol(let x), .symbol(let y)), (.javascript(let x), .javascript(let y)):
            return compare(x, y)
        case (.document(let x), .document(let y)): return compare(x, y)
        case (.array(let x), .array(let y)): return compare(x, y)
        case (.binary(let x), .binary(let y)): return compare(x, y)
        case (.objectID(let x), .objectID(let y)): return compare(x.bytes, y.bytes)
        case (.bool(let x), .bool(let y)): return x == y ? 0 : x ? 1 : -1
        case (.date(let x), .date(let y)): return order(x, y)
        case (.timestamp(let x, let i), .timestamp(let y, let j)): return x == y ? order(i, j) : order(x, y)
        case (.regex(let x, let i), .regex(let y, let j)):
            let patterns = compare(x, y)
            return patterns == 0 ? compare(i, j) : patterns
        case (.dbPointer(let x, let i), .dbPointer(let y, let j)):
            let names = compare(x, y)
            return names == 0 ? compare(i.bytes, j.bytes) : names
        case (.javascriptWithScope(let x, let i), .javascriptWithScope(let y, let j)):
            let codes = compare(x, y)
            return codes == 0 ? compare(i, j) : codes
        default: return left == 10 ? compareNumbers(a, b) : 0
        }
    }

    package static func areEqual(_ a: BSONValue, _ b: BSONValue) -> Bool { compare(a, b) == 0 }

    /// Strings by their bytes.
    static func compare(_ a: String, _ b: String) -> Int {
        if a.hasSameBytes(as: b) { return 0 }
        return a.utf8.lexicographicallyPrecedes(b.utf8) ? -1 : 1
    }

    /// Field by field: type, then name, then value; a document that is the start of the other is the smaller.
    static func compare(_ a: BSONDocument, _ b: BSONDocument) -> Int {
        for (x, y) in zip(a.elements, b.elements) {
            if x.value.rank != y.value.rank { return x.value.rank < y.value.rank ? -1 : 1 }
            let names = compare(x.key, y.key)
            if names != 0 { return names }
            let values = compare(x.value, y.value)
            if values != 0 { return values }
        }
        return order(a.count, b.count)
    }

    static func compare(_ a: [BSONValue], _ b: [BSONValue]) -> Int {
        for (x, y) in zip(a, b) {
            let values = compare(x, y)
            if values != 0 { return values }
        }
        return order(a.count, b.count)
    }

    private static func compare(_ a: BSONBinary, _ b: BSONBinary) -> Int {
        if a.bytes.count != b.bytes.count { return order(a.bytes.count, b.bytes.count) }
        if a.subtype != b.subtype { return order(a.subtype, b.subtype) }
        return compare(a.bytes, b.bytes)
    }

    private static func compare(_ a: [UInt8], _ b: [UInt8]) -> Int {
        a == b ? 0 : a.lexicographicallyPrecedes(b) ? -1 : 1
    }

    private static func order<T: Comparable>(_ a: T, _ b: T) -> Int { a == b ? 0 : a < b ? -1 : 1 }

    /// NaN is the smallest number and equal to itself; every other comparison is exact.
    private static func compareNumbers(_ a: BSONValue, _ b: BSONValue) -> Int {
        switch (a.plainInteger, b.plainInteger) {
        case (let x?, let y?): return order(x, y)
        default: break
        }
        if case .double(let x) = a, case .double(let y) = b {
            return x.isNaN || y.isNaN ? order(x.isNaN ? 0 : 1, y.isNaN ? 0 : 1) : order(x, y)
        }
        switch (a.exactNumber, b.exactNumber) {
        case (let x?, let y?): return ExactNumber.compare(x, y)
        default: return order(a.specialRank, b.specialRank)
        }
    }

    private var plainInteger: Int64? {
        switch self {
        case .int32(let value): Int64(value)
        case .int64(let value): value
        default: nil
        }
    }

    /// Nil for NaN, the infinities, and what is no number.
    var exactNumber: ExactNumber? {
        switch self {
        case .int32(let value): ExactNumber(Int64(value))
        case .int64(let value): ExactNumber(value)
        case .double(let value): ExactNumber(value)
        case .decimal128(let value): value.exact
        default: nil
        }
    }

    /// NaN, negative infinity, finite, infinity.
    var specialRank: Int {
        switch self {
        case .double(let value): value.isNaN ? 0 : value.isInfinite ? (value < 0 ? 1 : 3) : 2
        case .decimal128(let value): value.isNaN ? 0 : value.isInfinite ? (value.isNegative ? 1 : 3) : 2
        default: 2
        }
    }
}
