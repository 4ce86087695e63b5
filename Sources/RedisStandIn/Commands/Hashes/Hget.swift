extension Command {
    /// `HGET key field`
    ///
    /// Get the value of a hash field. See <https://redis.io/commands/hget/>.
    static let hget = Command(
        "hget", arity: 3, flags: [.readonly, .fast], keys: .one, group: .hash, since: "2.0.0",
        summary: "Get the value of a hash field",
        reply: { call throws(RedisError) in
            try call.hash(call.key(1))?.fields[call.key(2)].map { .bulk($0) } ?? .null
        })
}
