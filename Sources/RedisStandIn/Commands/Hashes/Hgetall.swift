extension Command {
    /// `HGETALL key`
    ///
    /// Get all the fields and values in a hash. See <https://redis.io/commands/hgetall/>.
    static let hgetall = Command(
        "hgetall", arity: 2, flags: [.readonly], keys: .one, group: .hash, since: "2.0.0",
        summary: "Get all the fields and values in a hash",
        reply: { call throws(RedisError) in
            let fields = try call.hash(call.key(1))?.fields
            return .map(fields?.elements.flatMap { [.bulk($0.key.bytes), .bulk($0.value)] } ?? [])
        })
}
