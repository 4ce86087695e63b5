extension Command {
    /// `GET key`
    ///
    /// Get the value of a key. See <https://redis.io/commands/get/>.
    static let get = Command(
        "get", arity: 2, flags: [.readonly, .fast], keys: .one, group: .string, since: "1.0.0",
        summary: "Get the value of a key",
        reply: { call throws(RedisError) in
            try call.string(call.key(1)).map { .bulk($0) } ?? .null
        })
}
