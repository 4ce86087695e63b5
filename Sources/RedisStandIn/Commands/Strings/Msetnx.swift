extension Command {
    /// `MSETNX key value [key value ...]`
    ///
    /// Set multiple keys to multiple values, only if none of the keys exist. See <https://redis.io/commands/msetnx/>.
    static let msetnx = Command(
        "msetnx", arity: -3, flags: [.write, .denyoom], keys: KeyPositions(first: 1, last: -1, step: 2), group: .string,
        since: "1.0.1",
        summary: "Set multiple keys to multiple values, only if none of the keys exist",
        reply: { call throws(RedisError) in
            if call.count.isMultiple(of: 2) { throw .wrongArity("msetnx") }
            for index in stride(from: 1, to: call.count, by: 2) where call.exists(call.key(index)) {
                return .integer(0)
            }
            for index in stride(from: 1, to: call.count, by: 2) {
                call.apply(.string(call.key(index), call[index + 1], expiresAt: nil))
            }
            return .integer(1)
        })
}
