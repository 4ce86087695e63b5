/// The words joined with `-`, as the name of an object: at most 63 characters, the most that a label's value and a host
/// name's part may have, or fewer where `limit` says so. A longer name keeps its beginning and ends in ten hex digits of
/// the whole, so that it stays the same from run to run, and two long names that begin alike stay apart: ten, because
/// among the ten thousands of names of a large system two would meet in eight.
package func dnsLabel(_ words: String..., limit: Int = 63) -> String {
    let text = words.joined(separator: "-")
    if text.utf8.count <= limit { return text }
    var beginning = text.prefix(limit - 11)
    while beginning.last == "-" { beginning.removeLast() }
    return "\(beginning)-\(stableHash(text.utf8).suffix(10))"
}

/// Sixteen hex digits, the same in every run: FNV-1a.
func stableHash(_ bytes: some Sequence<UInt8>) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
}
