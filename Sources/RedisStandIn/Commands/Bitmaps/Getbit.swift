extension Command {
    /// `GETBIT key offset`
    ///
    /// Returns the bit value at offset in the string value stored at key. See <https://redis.io/commands/getbit/>.
    static let getbit = Command(
        "getbit", arity: 3, flags: [.readonly, .fast], keys: .one, group: .bitmap, since: "2.2.0",
        summary: "Returns the bit value at offset in the string value stored at key",
        reply: { call throws(RedisError) in
            let offset = try bitOffset(call, 2)
            return .integer(Int64(try call.string(call.key(1))?.bit(offset) ?? 0))
        })
}
