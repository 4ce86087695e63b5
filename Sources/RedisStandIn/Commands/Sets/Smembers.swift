extension Command {
    /// `SMEMBERS key`
    ///
    /// Get all the members in a set. See <https://redis.io/commands/smembers/>.
    static let smembers = Command(
        "smembers", arity: 2, flags: [.readonly], keys: .one, group: .set, since: "1.0.0",
        summary: "Get all the members in a set",
        reply: { call throws(RedisError) in
            .set(try call.set(call.key(1))?.ordered.map { .bulk($0.bytes) } ?? [])
        })
}
