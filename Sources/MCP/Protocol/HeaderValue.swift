import HTTP

/// Header values that carry a name or an argument: plain text, or `=?base64?...?=` where it would not be a legal value.
enum HeaderValue {
    private static let opening = "=?base64?"
    private static let closing = "?="

    /// The text a header carries; nil where the encoded form is broken.
    static func decode(_ value: String) -> String? {
        guard value.hasPrefix(opening), value.hasSuffix(closing),
            value.utf8.count >= opening.utf8.count + closing.utf8.count
        else { return value }
        let encoded = value.dropFirst(opening.count).dropLast(closing.count)
        return Base64.standard.decode(encoded).flatMap { String(validating: $0, as: UTF8.self) }
    }

    /// `text` as a header value, encoded where it has anything but visible ASCII and inner blanks.
    static func encode(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
        let isBare = text == text.trimmingBlanks() && !(text.hasPrefix(opening) && text.hasSuffix(closing))
        return isPlain && isBare && !text.isEmpty ? text : opening + Base64.standard.encode(text.utf8) + closing
    }

    /// RFC 9110 5.5 without the obsolete bytes: visible ASCII, blanks and tabs.
    static func isLegal(_ value: String) -> Bool {
        value.utf8.allSatisfy { $0 == 0x09 || ($0 >= 0x20 && $0 < 0x7F) }
    }
}
