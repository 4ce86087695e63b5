/// One BSON value, of any type that the wire can carry.
///
/// Two values are `==` when they have the same type and the same content; the order and equality that queries use is
/// `BSONValue.compare`, in which 1, 1.0 and Decimal128 "1" are equal. See https://bsonspec.org/spec.html.
package enum BSONValue: Sendable, Equatable {
    case double(Double)
    case string(String)
    case document(BSONDocument)
    case array([BSONValue])
    case binary(BSONBinary)
    case undefined
    case objectID(ObjectID)
    case bool(Bool)
    /// Milliseconds since 1970.
    case date(Int64)
    case null
    case regex(pattern: String, options: String)
    case dbPointer(namespace: String, id: ObjectID)
    case javascript(String)
    case symbol(String)
    case javascriptWithScope(String, BSONDocument)
    case int32(Int32)
    /// The oplog's type of time, not a date.
    case timestamp(seconds: UInt32, increment: UInt32)
    case int64(Int64)
    case decimal128(Decimal128)
    case minKey
    case maxKey
}

/// Bytes with the subtype that says what they mean; 4 is a UUID.
package struct BSONBinary: Sendable, Hashable {
    package var subtype: UInt8
    package var bytes: [UInt8]

    package init(subtype: UInt8 = 0, bytes: [UInt8]) {
        self.subtype = subtype
        self.bytes = bytes
    }
}

extension BSONValue {
    package var document: BSONDocument? { if case .document(let value) = self { value } else { nil } }
    package var array: [BSONValue]? { if case .array(let value) = self { value } else { nil } }
    package var objectID: ObjectID? { if case .objectID(let value) = self { value } else { nil } }
    package var bool: Bool? { if case .bool(let value) = self { value } else { nil } }

    package var string: String? {
        switch self {
        case .string(let value), .symbol(let value): value
        default: nil
        }
    }

    /// The value as a whole number: an integer, or a double or decimal without a fraction that fits.
    package var integer: Int64? {
        switch self {
        case .int32(let value): Int64(value)
        case .int64(let value): value
        case .double(let value): Int64(exactly: value)
        case .decimal128(let value): value.integer
        default: nil
        }
    }

    package var double: Double? {
        switch self {
        case .int32(let value): Double(value)
        case .int64(let value): Double(value)
        case .double(let value): value
        case .decimal128(let value): value.double
        default: nil
        }
    }

    package var isNumber: Bool {
        switch self {
        case .int32, .int64, .double, .decimal128: true
        default: false
        }
    }

    package var isNull: Bool { self == .null }
    package var isNullish: Bool { self == .null || self == .undefined }

    /// What MongoDB takes for true: everything but false, null, undefined and zero.
    package var isTruthy: Bool {
        switch self {
        case .bool(let value): value
        case .null, .undefined: false
        case .int32(let value): value != 0
        case .int64(let value): value != 0
        case .double(let value): value != 0
        case .decimal128(let value): !value.isZero
        default: true
        }
    }

    /// The smallest of the two integer types that holds `value`.
    package static func integer(_ value: Int64) -> BSONValue {
        Int32(exactly: value).map(BSONValue.int32) ?? .int64(value)
    }

    package static func integer(_ value: Int) -> BSONValue { integer(Int64(value)) }
}

extension BSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByNilLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(integerLiteral value: Int64) { self = .integer(value) }
    package init(floatLiteral value: Double) { self = .double(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(nilLiteral: ()) { self = .null }
    package init(arrayLiteral values: BSONValue...) { self = .array(values) }
    package init(dictionaryLiteral pairs: (String, BSONValue)...) {
        self = .document(BSONDocument(pairs.map { BSONDocument.Element(key: $0.0, value: $0.1) }))
    }
}
