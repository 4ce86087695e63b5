extension Command {
    /// `SETNX key value`
    ///
    /// Set the value of a key, only if the key does not exist. See <https://redis.io/commands/setnx/>.
    static let setnx = Command(
        "setnx", arity: 3, flags: [.write, .denyoom, .fast], keys: .one, group: .string, since: "1.0.0",
        summary: "Set the value of a key, only if the key does not exist",
        reply: { call throws(RedisError) in
            if call.exists(call.key(1)) { return .integer(0) }
            call.apply(.string(call.key(1), call[2], expiresAt: nil))
            return .integer(1)
        })
}
