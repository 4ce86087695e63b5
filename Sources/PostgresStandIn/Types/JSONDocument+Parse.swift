extension JSONDocument {
    /// How deep a document may nest before it is refused.
    static let depthLimit = 512

    /// Reads a document; throws `invalid input syntax for type json` with PostgreSQL's detail.
    static func parse(_ text: String) throws(PostgresError) -> JSONDocument {
        var reader = Reader(bytes: Array(text.utf8))
        let value = try reader.value(depth: 0)
        reader.skipSpace()
        guard reader.index == reader.bytes.count else { throw reader.unexpected("Expected end of input, but found") }
        return value
    }

    private struct Reader {
        var bytes: [UInt8]
        var index = 0

        mutating func skipSpace() {
            while index < bytes.count, [32, 9, 10, 13].contains(bytes[index]) { index += 1 }
        }

        private var current: UInt8? { index < bytes.count ? bytes[index] : nil }

        /// The token at hand, for messages.
        private func token() -> String {
            guard let first = current else { return "" }
            func isWord(_ byte: UInt8) -> Bool {
                byte >= 48 && byte <= 57 || byte >= 65 && byte <= 90 || byte >= 97 && byte <= 122 || byte == 95
                    || byte >= 128
                    || byte == 46 || byte == 43 || byte == 45
            }
            guard isWord(first) else { return String(decoding: [first], as: UTF8.self) }
            return String(decoding: bytes[index...].prefix { isWord($0) }, as: UTF8.self)
        }

        func unexpected(_ lead: String) -> PostgresError {
            guard current != nil else {
                return PostgresError(
                    "22P02", "invalid input syntax for type json", detail: "The input string ended unexpectedly.")
            }
            return PostgresError("22P02", "invalid input syntax for type json", detail: "\(lead) \"\(token())\".")
        }

        private func invalidToken() -> PostgresError {
            guard current != nil else { return unexpected("") }
            return PostgresError(
                "22P02", "invalid input syntax for type json", detail: "Token \"\(token())\" is invalid.")
        }

        mutating func value(depth: Int) throws(PostgresError) -> JSONDocument {
            guard depth < JSONDocument.depthLimit else { throw .tooDeep }
            skipSpace()
            guard let byte = current else { throw unexpected("") }
            switch byte {
            case UInt8(ascii: "{"): return try object(depth: depth)
            case UInt8(ascii: "["): return try array(depth: depth)
            case UInt8(ascii: "\""): return .string(try string())
            case UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: ","), UInt8(ascii: ":"):
                throw unexpected("Expected JSON value, but found")
            default: break
            }
            let word = token()
            let literals: [String: JSONDocument] = ["true": .bool(true), "false": .bool(false), "null": .null]
            if let literal = literals[word] {
                index += word.utf8.count
                return literal
            }
            guard let number = number(word) else { throw invalidToken() }
            index += word.utf8.count
            return .number(number)
        }

        private func number(_ word: String) -> Numeric? {
            let bytes = Array(word.utf8)
            var start = 0
            if bytes.first == 45 { start = 1 }
            guard start < bytes.count, (48...57).contains(bytes[start]) else { return nil }
            if bytes[start] == 48, start + 1 < bytes.count, (48...57).contains(bytes[start + 1]) { return nil }
            if let point = bytes.firstIndex(of: 46), point + 1 >= bytes.count || !(48...57).contains(bytes[point + 1]) {
                return nil
            }
            return Numeric(word)
        }

        private mutating func array(depth: Int) throws(PostgresError) -> JSONDocument {
            index += 1
            var elements: [JSONDocument] = []
            skipSpace()
            if current == UInt8(ascii: "]") {
                index += 1
                return .array([])
            }
            while true {
                elements.append(try value(depth: depth + 1))
                skipSpace()
                if current == UInt8(ascii: ",") {
                    index += 1
                } else if current == UInt8(ascii: "]") {
                    index += 1
                    return .array(elements)
                } else {
                    throw unexpected("Expected \",\" or \"]\", but found")
                }
            }
        }

        private mutating func object(depth: Int) throws(PostgresError) -> JSONDocument {
            index += 1
            var members: [Member] = []
            skipSpace()
            if current == UInt8(ascii: "}") {
                index += 1
                return .object([])
            }
            while true {
                skipSpace()
                guard current == UInt8(ascii: "\"") else {
                    throw members.isEmpty
                        ? unexpected("Expected string or \"}\", but found") : unexpected("Expected string, but found")
                }
                let name = try string()
                skipSpace()
                guard current == UInt8(ascii: ":") else { throw unexpected("Expected \":\", but found") }
                index += 1
                members.append(Member(name: name, value: try value(depth: depth + 1)))
                skipSpace()
                if current == UInt8(ascii: ",") {
                    index += 1
                } else if current == UInt8(ascii: "}") {
                    index += 1
                    return JSONDocument.object(of: members)
                } else {
                    throw unexpected("Expected \",\" or \"}\", but found")
                }
            }
        }

        private mutating func string() throws(PostgresError) -> String {
            let start = index
            index += 1
            var out: [UInt8] = []
            while index < bytes.count {
                let byte = bytes[index]
                index += 1
                if byte == UInt8(ascii: "\"") { return String(decoding: out, as: UTF8.self) }
                if byte < 0x20 {
                    throw PostgresError(
                        "22P02", "invalid input syntax for type json",
                        detail:
                            "Character with value 0x\(byte < 16 ? "0" : "")\(String(byte, radix: 16)) must be escaped.")
                }
                guard byte == UInt8(ascii: "\\") else {
                    out.append(byte)
                    continue
                }
                guard index < bytes.count else { break }
                let escape = bytes[index]
                index += 1
                let simple: [UInt8: UInt8] = [34: 34, 92: 92, 47: 47, 98: 8, 102: 12, 110: 10, 114: 13, 116: 9]
                if let plain = simple[escape] {
                    out.append(plain)
                } else if escape == UInt8(ascii: "u") {
                    out += Array(String(try unicode()).utf8)
                } else {
                    throw PostgresError(
                        "22P02", "invalid input syntax for type json",
                        detail: "Escape sequence \"\\\(String(decoding: [escape], as: UTF8.self))\" is invalid.")
                }
            }
            throw PostgresError(
                "22P02", "invalid input syntax for type json",
                detail: "Token \"\(String(decoding: bytes[start...], as: UTF8.self))\" is invalid.")
        }

        private mutating func unicode() throws(PostgresError) -> Character {
            var value = try fourDigits()
            if (0xD800..<0xDC00).contains(value), index + 1 < bytes.count, bytes[index] == 92, bytes[index + 1] == 117 {
                index += 2
                let low = try fourDigits()
                if (0xDC00..<0xE000).contains(low) { value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00) }
            }
            guard value != 0 else {
                throw PostgresError(
                    "22P05", "unsupported Unicode escape sequence", detail: "\\u0000 cannot be converted to text.")
            }
            guard let scalar = Unicode.Scalar(value) else {
                throw PostgresError(
                    "22P02", "invalid input syntax for type json",
                    detail: "Unicode low surrogate must follow a high surrogate.")
            }
            return Character(scalar)
        }

        private mutating func fourDigits() throws(PostgresError) -> UInt32 {
            guard index + 4 <= bytes.count,
                let value = UInt32(String(decoding: bytes[index..<(index + 4)], as: UTF8.self), radix: 16)
            else {
                throw PostgresError(
                    "22P02", "invalid input syntax for type json",
                    detail: "\"\\u\" must be followed by four hexadecimal digits.")
            }
            index += 4
            return value
        }
    }
}
