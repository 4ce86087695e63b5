extension Command {
    /// `HVALS key`
    ///
    /// Get all the values in a hash. See <https://redis.io/commands/hvals/>.
    static let hvals = Command(
        "hvals", arity: 2, flags: [.readonly], keys: .one, group: .hash, since: "2.0.0",
        summary: "Get all the values in a hash",
        reply: { call throws(RedisError) in
            .array(try call.hash(call.key(1))?.fields.elements.map { .bulk($0.value) } ?? [])
        })
}
