/// Reads a document from bytes that may be anything: every length is checked, nesting is limited, nothing traps.
package struct BSONDecoder {
    /// MongoDB's own limit for stored documents is 180; a command around them needs a little more.
    package static let depthLimit = 200

    private let bytes: ArraySlice<UInt8>
    private var position: Int
    private var end: Int

    /// The one document that fills `bytes` exactly.
    package static func document(from bytes: ArraySlice<UInt8>) throws(BSONError) -> BSONDocument {
        var decoder = BSONDecoder(bytes)
        let document = try decoder.document(depth: 0)
        if decoder.position != decoder.end { throw .badLength(bytes.count) }
        return document
    }

    package static func document(from bytes: [UInt8]) throws(BSONError) -> BSONDocument {
        try document(from: bytes[...])
    }

    /// The document at the start of `bytes`, and how many bytes it took.
    package static func prefix(of bytes: ArraySlice<UInt8>) throws(BSONError) -> (BSONDocument, Int) {
        var decoder = BSONDecoder(bytes)
        let document = try decoder.document(depth: 0)
        return (document, decoder.position - bytes.startIndex)
    }

    private init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
        end = bytes.endIndex
    }

    private mutating func document(depth: Int) throws(BSONError) -> BSONDocument {
        if depth > Self.depthLimit { throw .tooDeep }
        let start = position
        let length = Int(try int32())
        guard length >= 5, length <= end - start else { throw .badLength(length) }
        let outerEnd = end
        end = start + length - 1
        guard bytes[end] == 0 else { throw .missingTerminator }
        var elements: [BSONDocument.Element] = []
        while position < end {
            let type = try byte()
            let key = try cString()
            elements.append(BSONDocument.Element(key: key, value: try value(type, key, depth: depth)))
        }
        position = end + 1
        end = outerEnd
        return BSONDocument(elements)
    }

    private mutating func value(_ type: UInt8, _ key: String, depth: Int) throws(BSONError) -> BSONValue {
        switch type {
        case 0x01: return .double(Double(bitPattern: try uint64()))
        case 0x02: return .string(try string())
        case 0x03: return .document(try document(depth: depth + 1))
        case 0x04: return .array(try document(depth: depth + 1).elements.map(\.value))
        case 0x05: return .binary(try binary())
        case 0x06: return .undefined
        case 0x07: return .objectID(try objectID())
        case 0x08:
            let byte = try byte()
            guard byte < 2 else { throw .invalidBoolean(byte) }
            return .bool(byte == 1)
        case 0x09: return .date(Int64(bitPattern: try uint64()))
        case 0x0A: return .null
        case 0x0B:
            let pattern = try cString()
            return .regex(pattern: pattern, options: try cString())
        case 0x0C:
            let namespace = try string()
            return .dbPointer(namespace: namespace, id: try objectID())
        case 0x0D: return .javascript(try string())
        case 0x0E: return .symbol(try string())
        case 0x0F:
            _ = try int32()
            let code = try string()
            return .javascriptWithScope(code, try document(depth: depth + 1))
        case 0x10: return .int32(try int32())
        case 0x11:
            let bits = try uint64()
            return .timestamp(seconds: UInt32(bits >> 32), increment: UInt32(truncatingIfNeeded: bits))
        case 0x12: return .int64(Int64(bitPattern: try uint64()))
        case 0x13:
            let low = try uint64()
            return .decimal128(Decimal128(high: try uint64(), low: low))
        case 0xFF: return .minKey
        case 0x7F: return .maxKey
        default: throw .unknownType(type, field: key)
        }
    }

    private mutating func take(_ count: Int) throws(BSONError) -> ArraySlice<UInt8> {
        guard count >= 0, count <= end - position else { throw .truncated }
        defer { position += count }
        return bytes[position..<position + count]
    }

    private mutating func byte() throws(BSONError) -> UInt8 {
        guard position < end else { throw .truncated }
        defer { position += 1 }
        return bytes[position]
    }

    private mutating func int32() throws(BSONError) -> Int32 {
        Int32(bitPattern: UInt32(truncatingIfNeeded: try take(4).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }))
    }

    private mutating func uint64() throws(BSONError) -> UInt64 {
        try take(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    private mutating func objectID() throws(BSONError) -> ObjectID {
        guard let id = ObjectID(bytes: Array(try take(12))) else { throw .truncated }
        return id
    }

    private mutating func cString() throws(BSONError) -> String {
        guard let zero = bytes[position..<end].firstIndex(of: 0) else { throw .missingTerminator }
        let text = try Self.text(bytes[position..<zero])
        position = zero + 1
        return text
    }

    private mutating func string() throws(BSONError) -> String {
        let length = Int(try int32())
        guard length >= 1 else { throw .badLength(length) }
        let content = try take(length)
        guard content.last == 0 else { throw .missingTerminator }
        return try Self.text(content.dropLast())
    }

    private mutating func binary() throws(BSONError) -> BSONBinary {
        let length = Int(try int32())
        guard length >= 0 else { throw .badLength(length) }
        let subtype = try byte()
        return BSONBinary(subtype: subtype, bytes: Array(try take(length)))
    }

    private static func text(_ bytes: ArraySlice<UInt8>) throws(BSONError) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .invalidUTF8 }
        return text
    }
}
