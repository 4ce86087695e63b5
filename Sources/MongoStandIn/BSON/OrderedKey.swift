/// Values as bytes whose order under `memcmp` is the order of `BSONValue.compare`: the keys of `_id` and of indexes.
///
/// Values that compare equal have the same bytes, so these bytes also serve as dictionary keys for grouping. The form:
/// one byte for the type's rank, then the content; strings and containers end in a zero byte, and a zero byte within
/// a string is followed by 0xFF, which no rank reaches.
struct OrderedKey {
    private(set) var bytes: [UInt8] = []

    init() {}

    init(_ value: BSONValue) { append(value) }

    static func bytes(of value: BSONValue) -> [UInt8] { OrderedKey(value).bytes }

    mutating func append(_ value: BSONValue) {
        bytes.append(value.rank)
        appendContent(value)
    }

    private mutating func appendContent(_ value: BSONValue) {
        switch value {
        case .minKey, .maxKey, .null, .undefined: break
        case .int32, .int64, .double, .decimal128: appendNumber(value)
        case .string(let text), .symbol(let text), .javascript(let text): append(text)
        case .document(let document): append(document)
        case .array(let values):
            for value in values { append(value) }
            bytes.append(0)
        case .binary(let binary):
            bytes += UInt32(truncatingIfNeeded: binary.bytes.count).bigEndianBytes
            bytes.append(binary.subtype)
            bytes += binary.bytes
        case .objectID(let id): bytes += id.bytes
        case .bool(let flag): bytes.append(flag ? 1 : 0)
        case .date(let milliseconds): bytes += UInt64(bitPattern: milliseconds ^ .min).bigEndianBytes
        case .timestamp(let seconds, let increment): bytes += seconds.bigEndianBytes + increment.bigEndianBytes
        case .regex(let pattern, let options):
            append(pattern)
            append(options)
        case .dbPointer(let namespace, let id):
            append(namespace)
            bytes += id.bytes
        case .javascriptWithScope(let code, let scope):
            append(code)
            append(scope)
        }
    }

    private mutating func append(_ document: BSONDocument) {
        for element in document.elements {
            bytes.append(element.value.rank)
            append(element.key)
            appendContent(element.value)
        }
        bytes.append(0)
    }

    private mutating func append(_ text: String) {
        for byte in text.utf8 {
            bytes.append(byte)
            if byte == 0 { bytes.append(0xFF) }
        }
        bytes.append(0)
    }

    /// A byte for NaN, -inf, negative, zero, positive, +inf; then the exponent and the digits in pairs. Negative
    /// numbers have all of that inverted.
    private mutating func appendNumber(_ value: BSONValue) {
        guard let number = value.exactNumber else {
            bytes.append(value.specialRank == 0 ? 1 : value.specialRank == 1 ? 2 : 6)
            return
        }
        guard !number.digits.isEmpty else {
            bytes.append(4)
            return
        }
        bytes.append(number.isNegative ? 3 : 5)
        var content = UInt16(truncatingIfNeeded: number.exponent + 0x4000).bigEndianBytes
        for index in stride(from: 0, to: number.digits.count, by: 2) {
            let low = index + 1 < number.digits.count ? number.digits[index + 1] : 0
            content.append(number.digits[index] * 10 + low + 1)
        }
        content.append(0)
        bytes += number.isNegative ? content.map { ~$0 } : content
    }
}
