/// Names and values of a query or of an `application/x-www-form-urlencoded` body, in order.
package struct Form: Hashable, Sendable {
    package var pairs: [(name: String, value: String)]

    package init(_ pairs: [(name: String, value: String)] = []) { self.pairs = pairs }

    /// Reads `a=1&b=2`; `+` is a blank, and a percent sign that starts no valid escape stays as it is.
    package init(parsing text: String) {
        pairs = text.split(separator: "&").map { part in
            let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let value = sides.count > 1 ? String(sides[1]) : ""
            return (String(sides[0]).percentDecoded(plusIsBlank: true), value.percentDecoded(plusIsBlank: true))
        }
    }

    package subscript(name: String) -> String? { pairs.first { $0.name == name }?.value }
    package func all(_ name: String) -> [String] { pairs.filter { $0.name == name }.map(\.value) }

    /// `a=1&b=2`, percent-encoded.
    package var encoded: String {
        pairs.map { "\($0.name.percentEncoded())=\($0.value.percentEncoded())" }.joined(separator: "&")
    }

    package static func == (lhs: Form, rhs: Form) -> Bool { lhs.encoded == rhs.encoded }
    package func hash(into hasher: inout Hasher) { hasher.combine(encoded) }
}

extension Request {
    /// The names and values of the query.
    package var queryForm: Form { Form(parsing: query ?? "") }

    /// The names and values of a form body, whatever its declared type.
    package var bodyForm: Form { Form(parsing: String(decoding: body, as: UTF8.self)) }

    /// The non-empty parts of the path, percent-decoded.
    package var pathSegments: [String] {
        var segments: [String] = []
        var start = path.utf8.startIndex
        while start < path.utf8.endIndex {
            let end = path.utf8[start...].firstIndex(of: UInt8(ascii: "/")) ?? path.utf8.endIndex
            if start < end { segments.append(String(path[start..<end]).percentDecoded()) }
            if end == path.utf8.endIndex { break }
            start = path.utf8.index(after: end)
        }
        return segments
    }

    /// The token of `Authorization: Bearer <token>`; nil when there is none.
    package var bearerToken: String? {
        guard let value = fields["authorization"] else { return nil }
        guard let blank = value.utf8.firstIndex(of: UInt8(ascii: " ")), value[..<blank].lowercased() == "bearer" else {
            return nil
        }
        let token = value[blank...].trimmingBlanks()
        return token.isEmpty ? nil : token
    }
}

extension Substring {
    /// Without blanks and tabs at either end.
    package func trimmingBlanks() -> String {
        let isBlank = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        guard let first = utf8.firstIndex(where: { !isBlank($0) }), let last = utf8.lastIndex(where: { !isBlank($0) })
        else { return "" }
        return String(self[first...last])
    }
}

extension String {
    /// Without blanks and tabs at either end.
    package func trimmingBlanks() -> String { self[...].trimmingBlanks() }

    /// With every byte outside RFC 3986's unreserved set, and outside `keeping`, as `%XX`.
    package func percentEncoded(keeping kept: String = "") -> String {
        var result: [UInt8] = []
        for byte in utf8 {
            if byte.isUnreserved || kept.utf8.contains(byte) {
                result.append(byte)
            } else {
                result.append(UInt8(ascii: "%"))
                result.append(Self.hexDigits[Int(byte >> 4)])
                result.append(Self.hexDigits[Int(byte & 15)])
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// With every valid `%XX` decoded; bytes that are not UTF-8 become U+FFFD.
    package func percentDecoded(plusIsBlank: Bool = false) -> String {
        let isPlain = utf8.allSatisfy { $0 != UInt8(ascii: "%") && !(plusIsBlank && $0 == UInt8(ascii: "+")) }
        if isPlain { return self }
        let source = Array(utf8)
        var result: [UInt8] = []
        var index = 0
        while index < source.count {
            let byte = source[index]
            if byte == UInt8(ascii: "%"), index + 2 < source.count, let high = source[index + 1].hexValue,
                let low = source[index + 2].hexValue
            {
                result.append(high << 4 | low)
                index += 3
                continue
            }
            result.append(plusIsBlank && byte == UInt8(ascii: "+") ? 0x20 : byte)
            index += 1
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static let hexDigits = Array("0123456789ABCDEF".utf8)
}

extension UInt8 {
    fileprivate var isUnreserved: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }

    fileprivate var hexValue: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
