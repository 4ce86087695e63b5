/// `LCS key1 key2 [LEN] [IDX] [MINMATCHLEN n] [WITHMATCHLEN]`, by the table of lengths that Redis uses too.
func longestCommonSubsequence(_ call: Invocation) throws(RedisError) -> RESPValue {
    var (wantsLength, wantsIndexes, withLengths) = (false, false, false)
    var minimum: Int64 = 0
    var index = 3
    while index < call.count {
        switch call.option(index) {
        case "LEN": wantsLength = true
        case "IDX": wantsIndexes = true
        case "WITHMATCHLEN": withLengths = true
        case "MINMATCHLEN" where index + 1 < call.count:
            minimum = max(0, try call.integer(index + 1))
            index += 1
        default: throw .syntax
        }
        index += 1
    }
    if wantsLength, wantsIndexes {
        throw RedisError("ERR If you want both the length and indexes, please just use IDX.")
    }
    let wrongType = RedisError("ERR The specified keys must contain string values")
    var strings: [[UInt8]] = []
    for key in [call.key(1), call.key(2)] {
        switch call.entry(key)?.value {
        case nil: strings.append([])
        case .string(let bytes)?: strings.append(bytes)
        default: throw wrongType
        }
    }
    let (a, b) = (strings[0], strings[1])
    let (size, overflowed) = (a.count + 1).multipliedReportingOverflow(by: b.count + 1)
    if overflowed || size > 128 * 1024 * 1024 {
        throw RedisError("ERR Insufficient memory, transient memory for LCS exceeds proto-max-bulk-len")
    }
    let width = b.count + 1
    var lengths = [UInt32](repeating: 0, count: size)
    for i in a.indices {
        for j in b.indices {
            lengths[(i + 1) * width + j + 1] =
                a[i] == b[j]
                ? lengths[i * width + j] + 1 : max(lengths[i * width + j + 1], lengths[(i + 1) * width + j])
        }
    }
    let length = Int64(lengths[size - 1])
    if wantsLength { return .integer(length) }
    var (i, j) = (a.count, b.count)
    var common: [UInt8] = []
    var matches: [(first: ClosedRange<Int>, second: ClosedRange<Int>)] = []
    while i > 0, j > 0 {
        if a[i - 1] == b[j - 1] {
            common.append(a[i - 1])
            i -= 1
            j -= 1
            if let last = matches.last, last.first.lowerBound == i + 1, last.second.lowerBound == j + 1 {
                matches[matches.count - 1] = (i...last.first.upperBound, j...last.second.upperBound)
            } else {
                matches.append((i...i, j...j))
            }
        } else if lengths[(i - 1) * width + j] > lengths[i * width + j - 1] {
            i -= 1
        } else {
            j -= 1
        }
    }
    if !wantsIndexes { return .bulk(common.reversed()) }
    func pair(_ range: ClosedRange<Int>) -> RESPValue { .array([.count(range.lowerBound), .count(range.upperBound)]) }
    let shown = matches.filter { minimum == 0 || $0.first.count >= minimum }
    return .map([
        .text("matches"),
        .array(
            shown.map { match in
                .array([pair(match.first), pair(match.second)] + (withLengths ? [.count(match.first.count)] : []))
            }), .text("len"), .integer(length),
    ])
}
