extension Command {
    /// `BITPOS key bit [start [end [BYTE|BIT]]]`
    ///
    /// Find first bit set or clear in a string. See <https://redis.io/commands/bitpos/>.
    static let bitpos = Command(
        "bitpos", arity: -3, flags: [.readonly], keys: .one, group: .bitmap, since: "2.8.7",
        summary: "Find first bit set or clear in a string",
        reply: { call throws(RedisError) in
            if call.count > 6 { throw .syntax }
            let bit = try call.integer(2)
            guard bit == 0 || bit == 1 else { throw .bitPosition }
            let start = call.count > 3 ? try call.integer(3) : 0
            let end = call.count > 4 ? try call.integer(4) : -1
            let isBits = call.count > 5 ? try isBitUnit(call, 5) : false
            guard let value = try call.string(call.key(1)) else { return .integer(bit == 0 ? 0 : -1) }
            guard let range = bitRange(from: start, to: end, isBits: isBits, in: value.count) else {
                return .integer(-1)
            }
            for offset in range where Int64(value.bit(offset)) == bit { return .count(offset) }
            // Past the end of the string everything is 0, if the end was not given.
            return bit == 0 && call.count < 5 ? .count(value.count * 8) : .integer(-1)
        })
}
