/// A reply, before it is bytes. The encoder gives each case its form in RESP2 and RESP3, so that a command need not
/// know which of them its client speaks.
///
/// See <https://redis.io/docs/reference/protocol-spec/>.
package enum RESPValue: Equatable, Sendable {
    case simple(String)
    /// The whole line after `-`, for example `ERR syntax error`.
    case error(String)
    case integer(Int64)
    case bulk([UInt8])
    /// A missing bulk string: `$-1` in RESP2, `_` in RESP3.
    case null
    /// A missing array: `*-1` in RESP2, `_` in RESP3.
    case nullArray
    case array([RESPValue])
    /// Keys and values in turn; a flat array in RESP2.
    case map([RESPValue])
    /// Keys and values in turn; an array of two-element arrays in RESP2, a map in RESP3.
    case entries([RESPValue])
    /// Firsts and seconds in turn; a flat array in RESP2, an array of two-element arrays in RESP3.
    case pairs([RESPValue])
    /// An array in RESP2.
    case set([RESPValue])
    /// A bulk string with 17 significant digits in RESP2.
    case double(Double)
    /// The digits of a number with more of them than a double has; a bulk string in RESP2.
    case longDouble(String)
    /// 1 or 0 in RESP2.
    case bool(Bool)
    /// Text with a three-letter format such as `txt`; a bulk string in RESP2.
    case verbatim(format: String, [UInt8])
    /// The digits of an integer of any size; a bulk string in RESP2.
    case bigNumber(String)
    /// What a value says about itself, in keys and values in turn, and last the value; only that in RESP2.
    case attributed([RESPValue])
    /// Something the client did not ask for with its last command; an array in RESP2.
    case push([RESPValue])
}

extension RESPValue {
    package static let ok = RESPValue.simple("OK")

    package static func text(_ text: String) -> RESPValue { .bulk(Array(text.utf8)) }
    package static func count(_ count: Int) -> RESPValue { .integer(Int64(count)) }

    /// The text of a simple string, bulk string, verbatim string or error; nil for everything else.
    package var text: String? {
        switch self {
        case .simple(let text), .error(let text): text
        case .bulk(let bytes), .verbatim(_, let bytes): String(decoding: bytes, as: UTF8.self)
        case .bigNumber(let digits), .longDouble(let digits): digits
        case .attributed(let parts): parts.last?.text
        case .integer, .null, .nullArray, .array, .map, .entries, .pairs, .set, .double, .bool, .push: nil
        }
    }

    package var bytes: [UInt8]? {
        switch self {
        case .bulk(let bytes), .verbatim(_, let bytes): bytes
        case .simple(let text), .bigNumber(let text), .longDouble(let text): Array(text.utf8)
        case .attributed(let parts): parts.last?.bytes
        case .error, .integer, .null, .nullArray, .array, .map, .entries, .pairs, .set, .double, .bool, .push: nil
        }
    }

    package var integer: Int64? { if case .integer(let value) = self { value } else { nil } }

    /// The elements of any of the aggregates, flat where keys and values come in turn.
    package var elements: [RESPValue]? {
        switch self {
        case .array(let elements), .map(let elements), .entries(let elements), .pairs(let elements),
            .set(let elements), .push(let elements):
            elements
        case .attributed(let parts): parts.last?.elements
        case .simple, .error, .integer, .bulk, .null, .nullArray, .double, .longDouble, .bool, .verbatim, .bigNumber:
            nil
        }
    }

    package var isNull: Bool { self == .null || self == .nullArray }
    package var isError: Bool { if case .error = self { true } else { false } }
}
