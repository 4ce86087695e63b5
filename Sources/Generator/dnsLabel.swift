/// The words joined with `-`, as the name of an object: at most 63 characters, the most that a label's value and a host
/// name's part may have, or fewer where `limit` says so. A longer name keeps its beginning and ends in ten hex digits of
/// the whole, so that it stays the same from run to run, and two long names that begin alike stay apart: ten, because
/// among the ten thousands of names of a large system two would meet in eight.
package func dnsLabel(_ words: String..., limit: Int = 63) -> String {
    var text = words.first ?? ""
    for word in words.dropFirst() {
        text += "-"
        text += word
    }
    if text.utf8.count <= limit { return text }
    var beginning = text.prefix(limit - 11)
    while beginning.last == "-" { beginning.removeLast() }
    var hash = StableHash()
    hash.combine(text)
    return "\(beginning)-\(hash.digits.suffix(10))"
}

/// A hash that is the same in every run: FNV-1a.
struct StableHash {
    private var state: UInt64 = 0xcbf2_9ce4_8422_2325

    mutating func combine(_ text: String) {
        var text = text
        state = text.withUTF8 { bytes in
            bytes.reduce(state) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        }
    }

    /// Sixteen hex digits.
    var digits: String {
        let digits = String(state, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
