extension YAML {
    /// The value as one document in block style, ending in a line feed.
    ///
    /// Two blanks a level; the elements of a list stand under the first letter of their key, as `kubectl` writes them.
    /// No line is ever folded. Every scalar reads back as what it is, in YAML 1.1 as in 1.2; see `plainText`.
    package var text: String {
        var printer = YAMLPrinter()
        printer.print(document: self)
        return printer.output
    }

    /// Many documents in one file; each one opens with `---`.
    package static func text(documents: [YAML]) -> String {
        var printer = YAMLPrinter()
        for document in documents {
            printer.output += "---\n"
            printer.print(document: document)
        }
        return printer.output
    }
}

private struct YAMLPrinter {
    var output = ""

    mutating func print(document: YAML) {
        switch document {
        case .map(let entries) where !entries.isEmpty: print(entries, indent: 0, begun: false)
        case .list(let elements) where !elements.isEmpty: print(elements, indent: 0, begun: false)
        case .null, .bool, .int, .double, .string, .list, .map: print(scalar: document, indent: 0)
        }
    }

    /// Prints the entries of a map. `begun` says that the first one stands on a line that has its indentation already.
    private mutating func print(_ entries: [YAML.Entry], indent: Int, begun: Bool) {
        for (index, entry) in entries.enumerated() {
            if index > 0 || !begun { output += blanks(indent) }
            output += entry.key.yamlScalar + ":"
            switch entry.value {
            case .map(let inner) where !inner.isEmpty:
                output += "\n"
                print(inner, indent: indent + 2, begun: false)
            case .list(let elements) where !elements.isEmpty:
                output += "\n"
                print(elements, indent: indent, begun: false)
            case .null, .bool, .int, .double, .string, .list, .map:
                output += " "
                print(scalar: entry.value, indent: indent)
            }
        }
    }

    private mutating func print(_ elements: [YAML], indent: Int, begun: Bool) {
        for (index, element) in elements.enumerated() {
            if index > 0 || !begun { output += blanks(indent) }
            output += "- "
            switch element {
            case .map(let entries) where !entries.isEmpty: print(entries, indent: indent + 2, begun: true)
            case .list(let inner) where !inner.isEmpty: print(inner, indent: indent + 2, begun: true)
            case .null, .bool, .int, .double, .string, .list, .map: print(scalar: element, indent: indent)
            }
        }
    }

    /// Prints what fits behind a key: a scalar, an empty list, an empty map, or a literal block.
    private mutating func print(scalar: YAML, indent: Int) {
        switch scalar {
        case .null: output += "null"
        case .bool(let value): output += value ? "true" : "false"
        case .int(let value): output += String(value)
        case .double(let value): output += number(value)
        case .list: output += "[]"
        case .map: output += "{}"
        case .string(let value):
            guard let header = value.literalBlockHeader else {
                output += value.yamlScalar
                break
            }
            output += header
            // A line feed at the end closes the last line and opens no other.
            let lines = (value.hasSuffix("\n") ? value.dropLast() : value[...])
                .split(separator: "\n", omittingEmptySubsequences: false)
            for line in lines { output += line.isEmpty ? "\n" : "\n" + blanks(indent + 2) + line }
        }
        output += "\n"
    }

    /// YAML 1.1 takes a number with an exponent for a string unless it has a point.
    private func number(_ value: Double) -> String {
        if value.isNaN { return ".nan" }
        if value.isInfinite { return value < 0 ? "-.inf" : ".inf" }
        let text = "\(value)"
        guard let exponent = text.firstIndex(of: "e"), !text.contains(".") else { return text }
        return text[..<exponent] + ".0" + text[exponent...]
    }

    private func blanks(_ count: Int) -> String { String(repeating: " ", count: count) }
}

// MARK: - Strings

extension String {
    /// The string on one line: plain where every reader agrees that it is a string, in quotes otherwise.
    fileprivate var yamlScalar: String {
        if isPlain { return self }
        let readableInSingleQuotes = unicodeScalars.contains { $0 == "\"" || $0 == "\\" } && !isEmpty
        if readableInSingleQuotes, unicodeScalars.allSatisfy({ (" "..."~").contains($0) }) {
            return "'" + String(flatMap { $0 == "'" ? "''" : String($0) }) + "'"
        }
        return "\"" + unicodeScalars.map(\.escaped).joined() + "\""
    }

    /// What YAML 1.1 or 1.2 takes for a boolean, a null or a number, in small letters.
    private static let reserved: Set<String> = [
        "y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf",
    ]

    /// Whether it may stand without quotes: a letter, digit, `/` or `_` first, ASCII only, nothing that opens a
    /// comment or a map, and nothing that any reader takes for a number, a date, a time, a boolean or a null.
    private var isPlain: Bool {
        let scalars = Array(unicodeScalars)
        guard let first = scalars.first, let last = scalars.last else { return false }
        guard first.isASCIIWord || first == "/", last != " ", last != ":" else { return false }
        guard scalars.allSatisfy({ (" "..."~").contains($0) }) else { return false }
        for (left, right) in zip(scalars, scalars.dropFirst())
        where (left == ":" && right == " ") || (left == " " && right == "#") {
            return false
        }
        if Self.reserved.contains(lowercased()) { return false }
        let startsAsNumber = ("0"..."9").contains(first) || first == "_"
        return !(startsAsNumber && scalars.allSatisfy(\.mayStandInNumber))
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

extension Unicode.Scalar {
    fileprivate var isASCIIWord: Bool {
        ("a"..."z").contains(self) || ("A"..."Z").contains(self) || ("0"..."9").contains(self) || self == "_"
    }

    /// Whether it occurs in a number, a date or a time in any of their notations.
    fileprivate var mayStandInNumber: Bool {
        ("0"..."9").contains(self) || ("a"..."f").contains(self) || ("A"..."F").contains(self)
            || "xXoO_+-.:,tTzZ ".unicodeScalars.contains(self)
    }

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
