extension Command {
    /// `SETBIT key offset value`
    ///
    /// Sets or clears the bit at offset in the string value stored at key. See <https://redis.io/commands/setbit/>.
    static let setbit = Command(
        "setbit", arity: 4, flags: [.write, .denyoom], keys: .one, group: .bitmap, since: "2.2.0",
        summary: "Sets or clears the bit at offset in the string value stored at key",
        reply: { call throws(RedisError) in
            let offset = try bitOffset(call, 2)
            let bit = try call.integer(3, or: .notABit)
            guard bit == 0 || bit == 1 else { throw .notABit }
            var value = try call.string(call.key(1)) ?? []
            if value.count <= offset / 8 {
                value.append(contentsOf: repeatElement(0, count: offset / 8 + 1 - value.count))
            }
            let old = value.bit(offset)
            // Nothing changes: nothing is written.
            let before = try call.string(call.key(1))
            if old == Int(bit), value.count == before?.count { return .integer(bit) }
            let mask = UInt8(1) << UInt8(7 - offset % 8)
            value[offset / 8] = bit == 1 ? value[offset / 8] | mask : value[offset / 8] & ~mask
            call.changeString(call.key(1), value)
            call.markRaw(call.key(1))
            return .integer(Int64(old))
        })
}
