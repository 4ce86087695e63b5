extension Command {
    /// `HMGET key field [field ...]`
    ///
    /// Get the values of all the given hash fields. See <https://redis.io/commands/hmget/>.
    static let hmget = Command(
        "hmget", arity: -3, flags: [.readonly, .fast], keys: .one, group: .hash, since: "2.0.0",
        summary: "Get the values of all the given hash fields",
        reply: { call throws(RedisError) in
            let hash = try call.hash(call.key(1))
            return .array(call.keys(from: 2).map { field in hash?.fields[field].map { .bulk($0) } ?? .null })
        })
}
