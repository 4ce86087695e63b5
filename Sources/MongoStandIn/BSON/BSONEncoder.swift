/// Writes documents as bytes.
struct BSONEncoder {
    private(set) var bytes: [UInt8] = []

    mutating func append(_ document: BSONDocument) {
        let start = bytes.count
        bytes += [0, 0, 0, 0]
        for element in document.elements { append(element.key, element.value) }
        close(from: start)
    }

    private mutating func append(_ values: [BSONValue]) {
        let start = bytes.count
        bytes += [0, 0, 0, 0]
        for (index, value) in values.enumerated() { append(String(index), value) }
        close(from: start)
    }

    /// Ends what began at `start` and writes its length there.
    private mutating func close(from start: Int) {
        bytes.append(0)
        let length = UInt32(truncatingIfNeeded: bytes.count - start).littleEndianBytes
        bytes.replaceSubrange(start..<start + 4, with: length)
    }

    private mutating func append(_ key: String, _ value: BSONValue) {
        bytes.append(value.wireType)
        append(cString: key)
        switch value {
        case .double(let value): bytes += value.bitPattern.littleEndianBytes
        case .string(let text), .javascript(let text), .symbol(let text): append(string: text)
        case .document(let document): append(document)
        case .array(let values): append(values)
        case .binary(let binary):
            bytes += UInt32(truncatingIfNeeded: binary.bytes.count).littleEndianBytes
            bytes.append(binary.subtype)
            bytes += binary.bytes
        case .undefined, .null, .minKey, .maxKey: break
        case .objectID(let id): bytes += id.bytes
        case .bool(let flag): bytes.append(flag ? 1 : 0)
        case .date(let value), .int64(let value): bytes += value.littleEndianBytes
        case .regex(let pattern, let options):
            append(cString: pattern)
            append(cString: options)
        case .dbPointer(let namespace, let id):
            append(string: namespace)
            bytes += id.bytes
        case .javascriptWithScope(let code, let scope):
            let start = bytes.count
            bytes += [0, 0, 0, 0]
            append(string: code)
            append(scope)
            let length = UInt32(truncatingIfNeeded: bytes.count - start).littleEndianBytes
            bytes.replaceSubrange(start..<start + 4, with: length)
        case .int32(let value): bytes += value.littleEndianBytes
        case .timestamp(let seconds, let increment): bytes += increment.littleEndianBytes + seconds.littleEndianBytes
        case .decimal128(let value): bytes += value.low.littleEndianBytes + value.high.littleEndianBytes
        }
    }

    private mutating func append(string: String) {
        bytes += UInt32(truncatingIfNeeded: string.utf8.count + 1).littleEndianBytes
        bytes += string.utf8
        bytes.append(0)
    }

    /// A zero byte cannot stand in a name; it is left out, so that what follows it is still read back as written.
    private mutating func append(cString: String) {
        bytes += cString.utf8.lazy.filter { $0 != 0 }
        bytes.append(0)
    }
}

extension BSONDocument {
    /// Its BSON bytes.
    package var bytes: [UInt8] {
        var encoder = BSONEncoder()
        encoder.append(self)
        return encoder.bytes
    }
}

extension BSONValue {
    fileprivate var wireType: UInt8 {
        switch self {
        case .minKey: 0xFF
        case .maxKey: 0x7F
        default: UInt8(truncatingIfNeeded: typeNumber)
        }
    }
}
