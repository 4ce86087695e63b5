extension Command {
    /// `BITCOUNT key [start end [BYTE|BIT]]`
    ///
    /// Count set bits in a string. See <https://redis.io/commands/bitcount/>.
    static let bitcount = Command(
        "bitcount", arity: -2, flags: [.readonly], keys: .one, group: .bitmap, since: "2.6.0",
        summary: "Count set bits in a string",
        reply: { call throws(RedisError) in
            if call.count == 3 || call.count > 5 { throw .syntax }
            var isBits = false
            var bounds: (Int64, Int64) = (0, -1)
            if call.count > 2 {
                bounds = (try call.integer(2), try call.integer(3))
                if call.count == 5 { isBits = try isBitUnit(call, 4) }
            }
            guard let value = try call.string(call.key(1)),
                let range = bitRange(from: bounds.0, to: bounds.1, isBits: isBits, in: value.count)
            else { return .integer(0) }
            var total = 0
            var offset = range.lowerBound
            while offset < range.upperBound {
                if offset % 8 == 0, offset + 8 <= range.upperBound {
                    total += value[offset / 8].nonzeroBitCount
                    offset += 8
                } else {
                    total += Int(value.bit(offset))
                    offset += 1
                }
            }
            return .count(total)
        })
}
