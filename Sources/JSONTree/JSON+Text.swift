extension JSON {
    /// The document on one line, without needless white space.
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The document on one line, as UTF-8.
    package var bytes: [UInt8] {
        var printer = JSONPrinter(indent: nil)
        printer.print(self, depth: 0)
        return printer.output
    }

    /// The document over many lines, two blanks a level, ending in a line feed.
    package var prettyText: String {
        var printer = JSONPrinter(indent: 2)
        printer.print(self, depth: 0)
        return String(decoding: printer.output, as: UTF8.self) + "\n"
    }
}

private struct JSONPrinter {
    var indent: Int?
    var output: [UInt8] = []

    init(indent: Int?) { self.indent = indent }

    mutating func print(_ value: JSON, depth: Int) {
        switch value {
        case .null: output += "null".utf8
        case .bool(let value): output += (value ? "true" : "false").utf8
        case .int(let value): output += String(value).utf8
        case .double(let value): output += number(value).utf8
        case .string(let value): print(string: value)
        case .array(let elements):
            list("[", "]", count: elements.count, depth: depth) { printer, index in
                printer.print(elements[index], depth: depth + 1)
            }
        case .object(let object):
            let members = object.members
            list("{", "}", count: members.count, depth: depth) { printer, index in
                printer.print(string: members[index].name)
                printer.output += (printer.indent == nil ? ":" : ": ").utf8
                printer.print(members[index].value, depth: depth + 1)
            }
        }
    }

    /// JSON has no infinities and no NaN; they become null, as `JSON.stringify` writes them.
    private func number(_ value: Double) -> String {
        if !value.isFinite { return "null" }
        if let whole = Int64(exactly: value), abs(value) < 1e15 { return "\(whole).0" }
        return "\(value)"
    }

    private mutating func list(
        _ open: String, _ close: String, count: Int, depth: Int, _ element: (inout JSONPrinter, Int) -> Void
    ) {
        output += open.utf8
        for index in 0..<count {
            if index > 0 { output += ",".utf8 }
            newLine(depth + 1)
            element(&self, index)
        }
        if count > 0 { newLine(depth) }
        output += close.utf8
    }

    private mutating func newLine(_ depth: Int) {
        guard let indent else { return }
        output.append(0x0A)
        output += repeatElement(0x20, count: indent * depth)
    }

    private static func isEscaped(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == 0x7F || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private mutating func print(string: String) {
        output.append(UInt8(ascii: "\""))
        var string = string
        string.withUTF8 { bytes in
            var start = 0
            for (place, byte) in bytes.enumerated() where Self.isEscaped(byte) {
                output += bytes[start..<place]
                start = place + 1
                switch byte {
                case UInt8(ascii: "\""): output += "\\\"".utf8
                case UInt8(ascii: "\\"): output += "\\\\".utf8
                case 0x0A: output += "\\n".utf8
                case 0x0D: output += "\\r".utf8
                case 0x09: output += "\\t".utf8
                default: output += "\\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))".utf8
                }
            }
            output += bytes[start...]
        }
        output.append(UInt8(ascii: "\""))
    }
}
