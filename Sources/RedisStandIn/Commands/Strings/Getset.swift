extension Command {
    /// `GETSET key value`
    ///
    /// Set the string value of a key and return its old value. See <https://redis.io/commands/getset/>.
    static let getset = Command(
        "getset", arity: 3, flags: [.write, .denyoom, .fast], keys: .one, group: .string, since: "1.0.0",
        summary: "Set the string value of a key and return its old value",
        reply: { call throws(RedisError) in
            let old = try call.string(call.key(1))
            call.apply(.string(call.key(1), call[2], expiresAt: nil))
            return old.map { .bulk($0) } ?? .null
        })
}
