/// Why a text is not Extended JSON; `offset` counts bytes.
package struct ExtendedJSONError: Error, Equatable, Sendable {
    package var reason: String
    package var offset: Int
}

/// Reads canonical and relaxed Extended JSON. Integers become the smaller of int32 and int64 that fits.
struct ExtendedJSONParser {
    private static let depthLimit = 180
    private let bytes: [UInt8]
    private var position = 0

    static func value(of text: String) throws -> BSONValue {
        var parser = ExtendedJSONParser(bytes: Array(text.utf8))
        let value = try parser.value(depth: 0)
        parser.skipSpace()
        if parser.position < parser.bytes.count { throw parser.error("text after the value") }
        return value
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private func error(_ reason: String) -> ExtendedJSONError { ExtendedJSONError(reason: reason, offset: position) }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    /// Takes `byte` after white space, if it comes.
    private mutating func take(_ byte: Character) -> Bool {
        skipSpace()
        guard let wanted = byte.asciiValue, next == wanted else { return false }
        position += 1
        return true
    }

    private mutating func value(depth: Int) throws -> BSONValue {
        if depth > Self.depthLimit { throw error("nesting is too deep") }
        skipSpace()
        switch next {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func word(_ text: String, _ value: BSONValue) throws -> BSONValue {
        guard bytes[position...].starts(with: text.utf8) else { throw error("a value is expected") }
        position += text.utf8.count
        return value
    }

    private mutating func array(depth: Int) throws -> BSONValue {
        _ = take("[")
        var values: [BSONValue] = []
        if take("]") { return .array(values) }
        repeat { values.append(try value(depth: depth + 1)) } while take(",")
        guard take("]") else { throw error("']' is expected") }
        return .array(values)
    }

    private mutating func object(depth: Int) throws -> BSONValue {
        _ = take("{")
        var document = BSONDocument()
        if take("}") { return .document(document) }
        repeat {
            skipSpace()
            let key = try string()
            guard take(":") else { throw error("':' is expected") }
            document.append(key, try value(depth: depth + 1))
        } while take(",")
        guard take("}") else { throw error("'}' is expected") }
        return ExtendedJSONType.value(of: document) ?? .document(document)
    }

    private mutating func number() throws -> BSONValue {
        let start = position
        while let byte = next, "+-.eE0123456789".utf8.contains(byte) { position += 1 }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if let integer = Int64(text) { return .integer(integer) }
        guard let double = Double(text) else { throw error("a value is expected") }
        return .double(double)
    }

    private mutating func string() throws -> String {
        guard next == UInt8(ascii: "\"") else { throw error("a string is expected") }
        position += 1
        var content: [UInt8] = []
        while let byte = next {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: content, as: UTF8.self)
            case UInt8(ascii: "\\"): try escape(into: &content)
            default: content.append(byte)
            }
        }
        throw error("the string has no end")
    }

    private mutating func escape(into content: inout [UInt8]) throws {
        guard let byte = next else { throw error("the string has no end") }
        position += 1
        switch byte {
        case UInt8(ascii: "n"): content.append(0x0A)
        case UInt8(ascii: "r"): content.append(0x0D)
        case UInt8(ascii: "t"): content.append(0x09)
        case UInt8(ascii: "b"): content.append(0x08)
        case UInt8(ascii: "f"): content.append(0x0C)
        case UInt8(ascii: "u"):
            var unit = try codeUnit()
            if unit >= 0xD800, unit < 0xDC00, bytes[position...].starts(with: Array("\\u".utf8)) {
                position += 2
                let low = try codeUnit()
                unit = 0x10000 + (unit - 0xD800) << 10 + (low >= 0xDC00 && low < 0xE000 ? low - 0xDC00 : 0)
            }
            content += String(Unicode.Scalar(unit) ?? "\u{FFFD}").utf8
        default: content.append(byte)
        }
    }

    private mutating func codeUnit() throws -> UInt32 {
        guard position + 4 <= bytes.count,
            let unit = UInt32(String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16)
        else { throw error("four hexadecimal digits are expected") }
        position += 4
        return unit
    }
}

/// The objects of Extended JSON that stand for a value of another type.
private enum ExtendedJSONType {
    private static let readers: [String: @Sendable (BSONValue, BSONDocument) -> BSONValue?] = [
        "$oid": { value, _ in value.string.flatMap(ObjectID.init(hex:)).map(BSONValue.objectID) },
        "$numberInt": { value, _ in value.string.flatMap(Int32.init).map(BSONValue.int32) },
        "$numberLong": { value, _ in value.string.flatMap(Int64.init).map(BSONValue.int64) },
        "$numberDouble": { value, _ in
            value.string.flatMap { Double($0 == "Infinity" ? "inf" : $0 == "-Infinity" ? "-inf" : $0) }
                .map(BSONValue.double)
        },
        "$numberDecimal": { value, _ in value.string.flatMap { Decimal128($0) }.map(BSONValue.decimal128) },
        "$date": { value, _ in (value.integer ?? value.string.flatMap(ISODate.milliseconds)).map(BSONValue.date) },
        "$binary": { value, _ in
            guard let parts = value.document, let bytes = parts["base64"]?.string.flatMap(Base64.bytes),
                let subtype = parts["subType"]?.string.flatMap({ UInt8($0, radix: 16) })
            else { return nil }
            return .binary(BSONBinary(subtype: subtype, bytes: bytes))
        },
        "$uuid": { value, _ in
            value.string.flatMap { [UInt8](hex: $0.filter { $0 != "-" }) }
                .flatMap { $0.count == 16 ? .binary(BSONBinary(subtype: 4, bytes: $0)) : nil }
        },
        "$regularExpression": { value, _ in
            guard let parts = value.document, let pattern = parts["pattern"]?.string else { return nil }
            return .regex(pattern: pattern, options: parts["options"]?.string ?? "")
        },
        "$timestamp": { value, _ in
            guard let parts = value.document, let seconds = parts["t"]?.integer.flatMap(UInt32.init(exactly:)),
                let increment = parts["i"]?.integer.flatMap(UInt32.init(exactly:))
            else { return nil }
            return .timestamp(seconds: seconds, increment: increment)
        },
        "$code": { value, document in
            guard let code = value.string else { return nil }
            guard let scope = document["$scope"] else { return .javascript(code) }
            return scope.document.map { .javascriptWithScope(code, $0) }
        },
        "$dbPointer": { value, _ in
            guard let parts = value.document, let namespace = parts["$ref"]?.string, let id = parts["$id"]?.objectID
            else { return nil }
            return .dbPointer(namespace: namespace, id: id)
        },
        "$symbol": { value, _ in value.string.map(BSONValue.symbol) },
        "$undefined": { value, _ in value.bool == true ? .undefined : nil },
        "$minKey": { _, _ in .minKey },
        "$maxKey": { _, _ in .maxKey },
    ]

    /// Nil when `document` is an ordinary document.
    static func value(of document: BSONDocument) -> BSONValue? {
        guard let first = document.first, document.count == (document["$scope"] == nil ? 1 : 2) else { return nil }
        return readers[first.key]?(first.value, document)
    }
}
