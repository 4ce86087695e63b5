extension YAML {
    /// The value as one document in block style, ending in a line feed.
    ///
    /// Two blanks a level; the elements of a list stand under the first letter of their key, as `kubectl` writes them.
    /// No line is ever folded. Every scalar reads back as what it is, in YAML 1.1 as in 1.2; see `isPlain`.
    package var text: String {
        var printer = YAMLPrinter()
        printer.print(document: self)
        return printer.output
    }

    /// Many documents in one file; each one opens with `---`.
    package static func text(documents: [YAML]) -> String {
        text(below: "", count: documents.count) { documents[$0] }
    }

    /// The same, below `comment`, which ends in a line feed. `document` makes one at a time, so that only one is there.
    package static func text(below comment: String, count: Int, _ document: (Int) -> YAML) -> String {
        var printer = YAMLPrinter()
        printer.write(comment)
        for number in 0..<count {
            printer.open()
            printer.print(document: document(number))
        }
        return printer.output
    }
}

private struct YAMLPrinter: ~Copyable {
    private var bytes = ByteBuffer(capacity: 16_384)

    var output: String { bytes.text }

    mutating func open() { bytes.append("---\n") }

    mutating func print(document: YAML) {
        switch document {
        case .map(let entries) where !entries.isEmpty: print(entries, indent: 0, begun: false)
        case .list(let elements) where !elements.isEmpty: print(elements, indent: 0, begun: false)
        case .null, .bool, .int, .double, .string, .list, .map: print(scalar: document, indent: 0)
        }
    }

    /// Prints the entries of a map. `begun` says that the first one stands on a line that has its indentation already.
    private mutating func print(_ entries: [YAML.Entry], indent: Int, begun: Bool) {
        for index in entries.indices {
            if index > 0 || !begun { writeBlanks(indent) }
            write(onOneLine: entries[index].key)
            bytes.append(UInt8(ascii: ":"))
            switch entries[index].value {
            case .map(let inner) where !inner.isEmpty:
                bytes.append(UInt8(ascii: "\n"))
                print(inner, indent: indent + 2, begun: false)
            case .list(let elements) where !elements.isEmpty:
                bytes.append(UInt8(ascii: "\n"))
                print(elements, indent: indent, begun: false)
            case .string(let text):
                bytes.append(UInt8(ascii: " "))
                print(text, indent: indent)
            case .null, .bool, .int, .double, .list, .map:
                bytes.append(UInt8(ascii: " "))
                print(scalar: entries[index].value, indent: indent)
            }
        }
    }

    private mutating func print(_ elements: [YAML], indent: Int, begun: Bool) {
        for index in elements.indices {
            if index > 0 || !begun { writeBlanks(indent) }
            bytes.append("- ")
            switch elements[index] {
            case .map(let entries) where !entries.isEmpty: print(entries, indent: indent + 2, begun: true)
            case .list(let inner) where !inner.isEmpty: print(inner, indent: indent + 2, begun: true)
            case .string(let text): print(text, indent: indent)
            case .null, .bool, .int, .double, .list, .map: print(scalar: elements[index], indent: indent)
            }
        }
    }

    /// Prints what fits behind a key: a scalar, an empty list, an empty map, or a literal block.
    private mutating func print(scalar: YAML, indent: Int) {
        switch scalar {
        case .null: bytes.append("null")
        case .bool(let value): bytes.append(value ? "true" : "false")
        case .int(let value): write(String(value))
        case .double(let value): write(number(value))
        case .list: bytes.append("[]")
        case .map: bytes.append("{}")
        case .string(let text): return print(text, indent: indent)
        }
        bytes.append(UInt8(ascii: "\n"))
    }

    private mutating func print(_ text: String, indent: Int) {
        if !writeIfPlain(text) {
            if text.utf8.contains(UInt8(ascii: "\n")), let header = text.literalBlockHeader {
                writeBlock(text, header, indent: indent + 2)
            } else {
                writeQuoted(text)
            }
        }
        bytes.append(UInt8(ascii: "\n"))
    }

    private mutating func writeBlock(_ text: String, _ header: String, indent: Int) {
        write(header)
        // A line feed at the end closes the last line and opens no other.
        let lines = (text.hasSuffix("\n") ? text.dropLast() : text[...])
            .split(separator: "\n", omittingEmptySubsequences: false)
        for line in lines {
            bytes.append(UInt8(ascii: "\n"))
            if line.isEmpty { continue }
            writeBlanks(indent)
            write(String(line))
        }
    }

    /// YAML 1.1 takes a number with an exponent for a string unless it has a point.
    private func number(_ value: Double) -> String {
        if value.isNaN { return ".nan" }
        if value.isInfinite { return value < 0 ? "-.inf" : ".inf" }
        let text = "\(value)"
        guard let exponent = text.firstIndex(of: "e"), !text.contains(".") else { return text }
        return text[..<exponent] + ".0" + text[exponent...]
    }

    private mutating func write(onOneLine text: String) {
        if !writeIfPlain(text) { writeQuoted(text) }
    }

    /// Writes a string that needs no quotes, and tells whether it did.
    private mutating func writeIfPlain(_ text: String) -> Bool {
        let isWritten = text.utf8.withContiguousStorageIfAvailable { utf8 in
            guard isPlain(utf8) else { return false }
            bytes.append(utf8)
            return true
        }
        if let isWritten { return isWritten }
        // Text that another language holds.
        return writeIfPlain(String(decoding: text.utf8, as: UTF8.self))
    }

    private mutating func writeQuoted(_ text: String) {
        guard text.utf8.allSatisfy(\.standsForItselfInQuotes) else { return write(text.quoted) }
        bytes.append(UInt8(ascii: "\""))
        write(text)
        bytes.append(UInt8(ascii: "\""))
    }

    mutating func write(_ text: String) {
        var text = text
        text.withUTF8 { bytes.append($0) }
    }

    private mutating func writeBlanks(_ count: Int) { bytes.append(repeating: UInt8(ascii: " "), count: count) }
}

// MARK: - Strings

extension String {
    /// The string on one line in quotes, in single ones where that reads better.
    fileprivate var quoted: String {
        let readableInSingleQuotes = unicodeScalars.contains { $0 == "\"" || $0 == "\\" } && !isEmpty
        if readableInSingleQuotes, unicodeScalars.allSatisfy({ (" "..."~").contains($0) }) {
            return "'" + String(flatMap { $0 == "'" ? "''" : String($0) }) + "'"
        }
        return "\"" + unicodeScalars.map(\.escaped).joined() + "\""
    }

    /// `|`, `|-` or `|+` for text of several lines that comes back from a literal block as it is; nil for other text.
    fileprivate var literalBlockHeader: String? {
        guard unicodeScalars.contains("\n"), unicodeScalars.allSatisfy(\.mayStandInLiteral) else { return nil }
        let lines = unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        // A reader finds the indentation from the first line; blanks at the end of a line are invisible to people.
        guard let first = lines.first?.first, first != " ", first != "\t" else { return nil }
        guard lines.allSatisfy({ $0.last != " " && $0.last != "\t" && $0.first != "\t" }) else { return nil }
        if unicodeScalars.last != "\n" { return "|-" }
        return unicodeScalars.dropLast().last == "\n" ? "|+" : "|"
    }
}

/// Whether text may stand without quotes, since every reader agrees that it is a string: a letter, digit, `/` or `_`
/// first, ASCII only, nothing that opens a comment or a map, and nothing that any reader takes for a number, a date,
/// a time, a boolean or a null.
private func isPlain(_ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = utf8.first, let last = utf8.last else { return false }
    guard first.mayOpenPlain, last != UInt8(ascii: " "), last != UInt8(ascii: ":") else { return false }
    if !hasOnlyOrdinaryBytes(utf8), !hasOnlyPlainBytes(utf8) { return false }
    if first.isLetter { return utf8.count > longestReservedWord || !isReservedWord(utf8) }
    return first == UInt8(ascii: "/") || !utf8.allSatisfy(\.mayStandInNumber)
}

/// Whether no byte needs a closer look: nearly every text has only those between `$` and `~`.
private func hasOnlyOrdinaryBytes(_ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
    let raw = UnsafeRawBufferPointer(utf8)
    if raw.count >= 8 { return hasOnlyOrdinaryBytes(raw, eachTime: UInt64.self) }
    if raw.count >= 4 { return hasOnlyOrdinaryBytes(raw, eachTime: UInt32.self) }
    return raw.allSatisfy { $0 >= UInt8(ascii: "$") && $0 <= UInt8(ascii: "~") }
}

/// A word of bytes at a time; the last word may have some that have been looked at.
@inline(__always)
private func hasOnlyOrdinaryBytes<Word: UnsignedInteger & FixedWidthInteger & BitwiseCopyable>(
    _ raw: UnsafeRawBufferPointer, eachTime: Word.Type
) -> Bool {
    let ones = Word.max / 0xFF
    let size = Word.bitWidth / 8
    func isOrdinary(_ word: Word) -> Bool {
        // The high bit of a byte: set by adding one to what is above `~`, left by taking `$` from what is not below it.
        (word | (word &+ ones)) & (ones &* 0x80) == 0
            && ((word | (ones &* 0x80)) &- (ones &* Word(UInt8(ascii: "$")))) & (ones &* 0x80) == ones &* 0x80
    }
    var index = 0
    while index < raw.count - size {
        if !isOrdinary(raw.loadUnaligned(fromByteOffset: index, as: Word.self)) { return false }
        index += size
    }
    return isOrdinary(raw.loadUnaligned(fromByteOffset: raw.count - size, as: Word.self))
}

/// Whether the bytes are printable ASCII, and nothing opens a comment or a map.
private func hasOnlyPlainBytes(_ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
    var before = UInt8(0)
    for byte in utf8 {
        guard byte >= UInt8(ascii: " "), byte <= UInt8(ascii: "~") else { return false }
        if before == UInt8(ascii: ":"), byte == UInt8(ascii: " ") { return false }
        if before == UInt8(ascii: " "), byte == UInt8(ascii: "#") { return false }
        before = byte
    }
    return true
}

/// What YAML 1.1 or 1.2 takes for a boolean, a null or a number, in small letters.
private let reservedWords: [StaticString] = [
    "y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf",
]
private let longestReservedWord = 5

private func isReservedWord(_ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
    // Most short words begin otherwise.
    switch utf8[0] | 0x20 {
    case UInt8(ascii: "y"), UInt8(ascii: "n"), UInt8(ascii: "o"), UInt8(ascii: "t"), UInt8(ascii: "f"),
        UInt8(ascii: "i"):
        reservedWords.contains { word in
            word.utf8CodeUnitCount == utf8.count
                && utf8.elementsEqual(UnsafeBufferPointer(start: word.utf8Start, count: utf8.count)) { $0 | 0x20 == $1 }
        }
    default: false
    }
}

extension UInt8 {
    /// Whether it needs no escape between double quotes.
    fileprivate var standsForItselfInQuotes: Bool {
        self >= UInt8(ascii: " ") && self <= UInt8(ascii: "~") && self != UInt8(ascii: "\"")
            && self != UInt8(ascii: "\\")
    }

    fileprivate var isLetter: Bool { self | 0x20 >= UInt8(ascii: "a") && self | 0x20 <= UInt8(ascii: "z") }

    fileprivate var mayOpenPlain: Bool {
        isLetter || self >= UInt8(ascii: "/") && self <= UInt8(ascii: "9") || self == UInt8(ascii: "_")
    }

    /// Whether it occurs in a number, a date or a time in any of their notations.
    fileprivate var mayStandInNumber: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"), UInt8(ascii: "x"), UInt8(ascii: "X"), UInt8(ascii: "o"),
            UInt8(ascii: "O"), UInt8(ascii: "_"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: ":"), UInt8(ascii: ","), UInt8(ascii: "t"), UInt8(ascii: "T"), UInt8(ascii: "z"),
            UInt8(ascii: "Z"), UInt8(ascii: " "):
            true
        default: false
        }
    }
}

extension Unicode.Scalar {
    fileprivate var mayStandInLiteral: Bool {
        switch value {
        case 0x09, 0x0A, 0x20...0x7E, 0xA1...0x2027, 0x202A...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD,
            0x10000...0x10FFFF:
            true
        default: false
        }
    }

    /// As it stands between double quotes.
    fileprivate var escaped: String {
        switch self {
        case "\"": return "\\\""
        case "\\": return "\\\\"
        case "\n": return "\\n"
        case "\r": return "\\r"
        case "\t": return "\\t"
        default: break
        }
        if value != 0x0A, mayStandInLiteral { return String(Character(self)) }
        let digits = String(value, radix: 16, uppercase: true)
        let (letter, width) = value <= 0xFF ? ("x", 2) : value <= 0xFFFF ? ("u", 4) : ("U", 8)
        return "\\" + letter + String(repeating: "0", count: width - digits.count) + digits
    }
}
