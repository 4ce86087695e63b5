extension Command {
    /// `HKEYS key`
    ///
    /// Get all the fields in a hash. See <https://redis.io/commands/hkeys/>.
    static let hkeys = Command(
        "hkeys", arity: 2, flags: [.readonly], keys: .one, group: .hash, since: "2.0.0",
        summary: "Get all the fields in a hash",
        reply: { call throws(RedisError) in
            .array(try call.hash(call.key(1))?.fields.elements.map { .bulk($0.key.bytes) } ?? [])
        })
}
