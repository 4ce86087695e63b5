/// The offset of a bit at `index`; the highest is the last of the longest string.
func bitOffset(_ call: Invocation, _ index: Int) throws(RedisError) -> Int {
    let offset = try call.integer(index, or: .bitOffset)
    guard offset >= 0, offset >> 3 < call.engine.limits.bulkLength else { throw .bitOffset }
    return Int(offset)
}

/// The range of `BITCOUNT` and `BITPOS` in bits; nil when it is empty.
func bitRange(from start: Int64, to end: Int64, isBits: Bool, in bytes: Int) -> Range<Int>? {
    if start < 0, end < 0, start > end { return nil }
    let count = isBits ? bytes * 8 : bytes
    let last = end < 0 ? max(0, end &+ Int64(count)) : end
    guard let range = range(from: start, to: last, in: count) else { return nil }
    return isBits ? range : (range.lowerBound * 8)..<(range.upperBound * 8)
}

/// Whether the word at `index` asks for bits, not bytes.
func isBitUnit(_ call: Invocation, _ index: Int) throws(RedisError) -> Bool {
    let units = ["BIT": true, "BYTE": false]
    guard let isBits = units[call.option(index)] else { throw .syntax }
    return isBits
}

extension [UInt8] {
    func bit(_ offset: Int) -> UInt8 {
        offset / 8 < count ? self[offset / 8] >> UInt8(7 - offset % 8) & 1 : 0
    }
}
