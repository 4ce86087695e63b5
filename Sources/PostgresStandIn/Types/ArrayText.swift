/// Array literals such as `{1,NULL,"a b"}`: https://www.postgresql.org/docs/15/arrays.html#ARRAYS-IO
///
/// Arrays are stored in this form, with each element in its type's own text.
enum ArrayText {
    /// An element, or a nested array.
    indirect enum Item: Hashable {
        case null
        case value(String)
        case nested([Item])
    }

    static func parse(_ text: String) throws(PostgresError) -> [Item] {
        var reader = Reader(text: text, bytes: Array(text.utf8))
        reader.skipSpace()
        guard reader.current == UInt8(ascii: "{") else {
            throw .malformedArray(text, "Array value must start with \"{\" or dimension information.")
        }
        let items = try reader.items(depth: 0)
        reader.skipSpace()
        guard reader.current == nil else { throw .malformedArray(text, "Junk after closing right brace.") }
        return items
    }

    /// The elements of a one-dimensional array.
    static func elements(_ text: String) throws(PostgresError) -> [String?] {
        var flat: [String?] = []
        func add(_ items: [Item]) {
            for item in items {
                switch item {
                case .null: flat.append(nil)
                case .value(let text): flat.append(text)
                case .nested(let inner): add(inner)
                }
            }
        }
        add(try parse(text))
        return flat
    }

    static func text(_ items: [Item]) -> String {
        "{"
            + items.map { item in
                switch item {
                case .null: "NULL"
                case .value(let text): quoted(text)
                case .nested(let inner): self.text(inner)
                }
            }.joined(separator: ",") + "}"
    }

    static func text(_ elements: [String?]) -> String { text(elements.map { $0.map(Item.value) ?? .null }) }

    private static func quoted(_ text: String) -> String {
        let plain =
            !text.isEmpty && text.lowercased() != "null"
            && !text.contains { "{}\",\\".contains($0) || $0.isWhitespace }
        if plain { return text }
        return "\"" + text.flatMap { $0 == "\"" || $0 == "\\" ? ["\\", $0] : [$0] } + "\""
    }

    private struct Reader {
        var text: String
        var bytes: [UInt8]
        var index = 0

        var current: UInt8? { index < bytes.count ? bytes[index] : nil }

        mutating func skipSpace() {
            while let byte = current, byte == 32 || (9...13).contains(byte) { index += 1 }
        }

        mutating func items(depth: Int) throws(PostgresError) -> [Item] {
            guard depth < 6 else {
                throw PostgresError("54000", "number of array dimensions (7) exceeds the maximum allowed (6)")
            }
            index += 1
            var items: [Item] = []
            skipSpace()
            if current == UInt8(ascii: "}") {
                index += 1
                return []
            }
            while true {
                skipSpace()
                guard let byte = current else { throw .malformedArray(text, "Unexpected end of input.") }
                if byte == UInt8(ascii: "{") {
                    items.append(.nested(try self.items(depth: depth + 1)))
                } else {
                    items.append(try item())
                }
                skipSpace()
                if current == UInt8(ascii: ",") {
                    index += 1
                } else if current == UInt8(ascii: "}") {
                    index += 1
                    return items
                } else {
                    throw .malformedArray(text, "Unexpected end of input.")
                }
            }
        }

        private mutating func item() throws(PostgresError) -> Item {
            var out: [UInt8] = []
            if current == UInt8(ascii: "\"") {
                index += 1
                while let byte = current {
                    index += 1
                    if byte == UInt8(ascii: "\"") { return .value(String(decoding: out, as: UTF8.self)) }
                    if byte == UInt8(ascii: "\\"), let next = current {
                        out.append(next)
                        index += 1
                    } else {
                        out.append(byte)
                    }
                }
                throw .malformedArray(text, "Unexpected end of input.")
            }
            while let byte = current, byte != UInt8(ascii: ","), byte != UInt8(ascii: "}") {
                if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "\"") {
                    throw .malformedArray(text, "Unexpected \"\(String(decoding: [byte], as: UTF8.self))\" character.")
                }
                index += 1
                if byte == UInt8(ascii: "\\"), let next = current {
                    out.append(next)
                    index += 1
                } else {
                    out.append(byte)
                }
            }
            let word = String(decoding: out, as: UTF8.self).trimmed
            if word.isEmpty {
                throw .malformedArray(
                    text, "Unexpected \"\(String(decoding: [current ?? 0x7D], as: UTF8.self))\" character.")
            }
            return word.lowercased() == "null" ? .null : .value(word)
        }
    }
}
