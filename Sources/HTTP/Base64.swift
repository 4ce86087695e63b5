/// Base64 of RFC 4648: the standard alphabet with padding, and the URL-safe one without.
package enum Base64: Sendable {
    case standard
    case url

    private static let standardAlphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let urlAlphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    private var alphabet: [UInt8] {
        switch self {
        case .standard: Self.standardAlphabet
        case .url: Self.urlAlphabet
        }
    }

    /// The text of `bytes`; only the standard form is padded.
    package func encode(_ bytes: some Sequence<UInt8>) -> String {
        let alphabet = alphabet
        var output: [UInt8] = []
        var pending: UInt32 = 0
        var bits = 0
        for byte in bytes {
            pending = pending << 8 | UInt32(byte)
            bits += 8
            while bits >= 6 {
                bits -= 6
                output.append(alphabet[Int(pending >> UInt32(bits) & 63)])
            }
        }
        if bits > 0 { output.append(alphabet[Int(pending << UInt32(6 - bits) & 63)]) }
        if case .standard = self {
            while output.count % 4 != 0 { output.append(UInt8(ascii: "=")) }
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// The bytes of `text`; nil for a character outside the alphabet, a length that no bytes have, and left-over bits
    /// that are not zero. Padding may be missing, and may not stand in the URL-safe form.
    package func decode(_ text: some StringProtocol) -> [UInt8]? {
        var characters = Array(text.utf8)
        if case .standard = self {
            var padding = 0
            while characters.last == UInt8(ascii: "="), padding < 2 {
                characters.removeLast()
                padding += 1
            }
            if padding > 0, (characters.count + padding) % 4 != 0 { return nil }
        }
        if characters.count % 4 == 1 { return nil }
        var output: [UInt8] = []
        var pending: UInt32 = 0
        var bits = 0
        for character in characters {
            guard let value = value(of: character) else { return nil }
            pending = (pending << 6 | value) & 0xFFFF
            bits += 6
            if bits >= 8 {
                bits -= 8
                output.append(UInt8(truncatingIfNeeded: pending >> UInt32(bits)))
            }
        }
        return pending & (1 << UInt32(bits) - 1) == 0 ? output : nil
    }

    private func value(of character: UInt8) -> UInt32? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): return UInt32(character - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): return UInt32(character - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): return UInt32(character - UInt8(ascii: "0")) + 52
        case alphabet[62]: return 62
        case alphabet[63]: return 63
        default: return nil
        }
    }
}
