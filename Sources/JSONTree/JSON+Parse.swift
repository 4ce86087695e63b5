/// Why a text is not JSON, and at which byte.
package struct JSONError: Error, Equatable, Sendable, CustomStringConvertible {
    package var message: String
    /// 0-based, in UTF-8 bytes.
    package var offset: Int

    package var description: String { "\(message) at byte \(offset)" }
}

extension JSON {
    /// Reads one JSON text (RFC 8259), with nothing but white space around it.
    ///
    /// A name that stands twice in an object keeps its last value. Nesting deeper than 256 levels, numbers beyond a
    /// double, lone surrogates and invalid UTF-8 are errors.
    package static func parse(_ bytes: some Sequence<UInt8>) throws(JSONError) -> JSON {
        var parser = JSONParser(bytes: Array(bytes))
        return try parser.document()
    }

    package static func parse(_ text: String) throws(JSONError) -> JSON {
        try parse(text.utf8)
    }
}

private struct JSONParser {
    var bytes: [UInt8]
    var position = 0
    var depth = 0
    static let deepest = 256

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func document() throws(JSONError) -> JSON {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        skipSpace()
        let value = try value()
        skipSpace()
        if position < bytes.count { throw error("text after the end of the document") }
        return value
    }

    func error(_ message: String) -> JSONError { JSONError(message: message, offset: position) }

    var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func skipSpace() {
        while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    mutating func value() throws(JSONError) -> JSON {
        guard let byte = current else { throw error("a value is missing") }
        switch byte {
        case UInt8(ascii: "{"): return try nested { parser throws(JSONError) in try parser.object() }
        case UInt8(ascii: "["): return try nested { parser throws(JSONError) in try parser.array() }
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: throw error("unexpected character")
        }
    }

    mutating func nested(
        _ read: (inout JSONParser) throws(JSONError) -> JSON
    ) throws(JSONError) -> JSON {
        depth += 1
        if depth > Self.deepest { throw error("nested deeper than \(Self.deepest) levels") }
        position += 1
        let value = try read(&self)
        depth -= 1
        return value
    }

    mutating func word(_ text: StaticString, _ value: JSON) throws(JSONError) -> JSON {
        let matches = text.withUTF8Buffer { word in bytes[position...].starts(with: word) }
        if !matches { throw error("unexpected character") }
        position += text.utf8CodeUnitCount
        return value
    }

    mutating func object() throws(JSONError) -> JSON {
        var object = JSON.Object()
        skipSpace()
        if current == UInt8(ascii: "}") {
            position += 1
            return .object(object)
        }
        while true {
            skipSpace()
            if current != UInt8(ascii: "\"") { throw error("a member name is missing") }
            let name = try string()
            skipSpace()
            if current != UInt8(ascii: ":") { throw error("':' is missing") }
            position += 1
            skipSpace()
            object[name] = try value()
            skipSpace()
            guard let byte = current else { throw error("the object does not end") }
            position += 1
            if byte == UInt8(ascii: "}") { return .object(object) }
            if byte != UInt8(ascii: ",") {
                position -= 1
                throw error("',' or '}' is missing")
            }
        }
    }

    mutating func array() throws(JSONError) -> JSON {
        var elements: [JSON] = []
        skipSpace()
        if current == UInt8(ascii: "]") {
            position += 1
            return .array(elements)
        }
        while true {
            skipSpace()
            elements.append(try value())
            skipSpace()
            guard let byte = current else { throw error("the array does not end") }
            position += 1
            if byte == UInt8(ascii: "]") { return .array(elements) }
            if byte != UInt8(ascii: ",") {
                position -= 1
                throw error("',' or ']' is missing")
            }
        }
    }

    mutating func number() throws(JSONError) -> JSON {
        let start = position
        var isWhole = true
        if current == UInt8(ascii: "-") { position += 1 }
        let firstDigit = position
        try digits()
        if bytes[firstDigit] == UInt8(ascii: "0"), position - firstDigit > 1 {
            position = firstDigit
            throw error("a number starts with 0")
        }
        if current == UInt8(ascii: ".") {
            isWhole = false
            position += 1
            try digits()
        }
        if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
            isWhole = false
            position += 1
            if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { position += 1 }
            try digits()
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isWhole, let whole = Int64(text) { return .int(whole) }
        guard let double = Double(text), double.isFinite else { throw error("a number is out of range") }
        return .double(double)
    }

    mutating func digits() throws(JSONError) {
        let start = position
        while let byte = current, byte >= 0x30, byte <= 0x39 { position += 1 }
        if position == start { throw error("a digit is missing") }
    }

    mutating func string() throws(JSONError) -> String {
        position += 1
        var collected: [UInt8] = []
        var runStart = position
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\""):
                let run = bytes[runStart..<position]
                // Without an escape, the text stands there as it is.
                let text =
                    collected.isEmpty
                    ? String(validating: run, as: UTF8.self) : String(validating: collected + run, as: UTF8.self)
                guard let text else { throw error("invalid UTF-8") }
                position += 1
                return text
            case UInt8(ascii: "\\"):
                collected += bytes[runStart..<position]
                position += 1
                collected += try escape().utf8
                runStart = position
            case ..<0x20: throw error("a control character in a string")
            default: position += 1
            }
        }
        throw error("the string does not end")
    }

    mutating func escape() throws(JSONError) -> String {
        guard let byte = current else { throw error("the string does not end") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try unicodeEscape()
        default:
            position -= 1
            throw error("unknown escape")
        }
    }

    mutating func unicodeEscape() throws(JSONError) -> String {
        let first = try hexUnit()
        if let scalar = Unicode.Scalar(first) { return String(scalar) }
        guard first < 0xDC00, current == UInt8(ascii: "\\") else { throw error("a lone surrogate") }
        position += 1
        guard current == UInt8(ascii: "u") else { throw error("a lone surrogate") }
        position += 1
        let second = try hexUnit()
        guard (0xDC00...0xDFFF).contains(second) else { throw error("a lone surrogate") }
        let value = 0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00)
        guard let scalar = Unicode.Scalar(value) else { throw error("a lone surrogate") }
        return String(scalar)
    }

    mutating func hexUnit() throws(JSONError) -> UInt16 {
        guard position + 4 <= bytes.count,
            let text = String(validating: bytes[position..<position + 4], as: UTF8.self),
            text.utf8.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }),
            let value = UInt16(text, radix: 16)
        else { throw error("four hexadecimal digits are missing") }
        position += 4
        return value
    }
}
