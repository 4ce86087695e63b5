extension Command {
    /// `MSET key value [key value ...]`
    ///
    /// Set multiple keys to multiple values. See <https://redis.io/commands/mset/>.
    static let mset = Command(
        "mset", arity: -3, flags: [.write, .denyoom], keys: KeyPositions(first: 1, last: -1, step: 2), group: .string,
        since: "1.0.1",
        summary: "Set multiple keys to multiple values",
        reply: { call throws(RedisError) in
            if call.count.isMultiple(of: 2) { throw .wrongArity("mset") }
            for index in stride(from: 1, to: call.count, by: 2) {
                call.apply(.string(call.key(index), call[index + 1], expiresAt: nil))
            }
            return .ok
        })
}
