/// The words of an inline command, with the quoting of `sdssplitargs`: `"\x41\n"` has escapes, `'it\'s'` has one.
enum InlineCommand {
    /// nil when a quote is not closed, or is followed by anything but a space.
    static func words(of line: [UInt8]) -> [[UInt8]]? {
        var words: [[UInt8]] = []
        var rest = line[...]
        while true {
            rest = rest.drop(while: isSpace)
            if rest.isEmpty { return words }
            guard let word = takeWord(&rest) else { return nil }
            words.append(word)
        }
    }

    private static func takeWord(_ rest: inout ArraySlice<UInt8>) -> [UInt8]? {
        var word: [UInt8] = []
        while let byte = rest.first, !isSpace(byte), byte != 0 {
            rest.removeFirst()
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                return takeQuoted(byte, &rest, into: &word) ? word : nil
            }
            word.append(byte)
        }
        if rest.first == 0 { rest.removeFirst() }
        return word
    }

    /// What stands up to the closing `quote`; false when there is none, or when more than a space follows.
    private static func takeQuoted(
        _ quote: UInt8, _ rest: inout ArraySlice<UInt8>, into word: inout [UInt8]
    ) -> Bool {
        while let byte = rest.popFirst() {
            if byte == quote { return rest.first.map(isSpace) ?? true }
            guard byte == UInt8(ascii: "\\") else {
                word.append(byte)
                continue
            }
            if quote == UInt8(ascii: "'") {
                word.append(rest.first == quote ? rest.removeFirst() : byte)
                continue
            }
            guard let escaped = rest.popFirst() else { return false }
            word.append(unescaped(escaped, &rest))
        }
        return false
    }

    private static func unescaped(_ byte: UInt8, _ rest: inout ArraySlice<UInt8>) -> UInt8 {
        switch byte {
        case UInt8(ascii: "n"): return 0x0A
        case UInt8(ascii: "r"): return 0x0D
        case UInt8(ascii: "t"): return 0x09
        case UInt8(ascii: "b"): return 0x08
        case UInt8(ascii: "a"): return 0x07
        case UInt8(ascii: "x"):
            let digits = rest.prefix(2).compactMap(hexValue)
            guard digits.count == 2, let high = digits.first, let low = digits.last else { return byte }
            rest.removeFirst(2)
            return high << 4 | low
        default: return byte
        }
    }

    private static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
