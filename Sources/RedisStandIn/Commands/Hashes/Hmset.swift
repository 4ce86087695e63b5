extension Command {
    /// `HMSET key field value [field value ...]`
    ///
    /// Set multiple hash fields to multiple values. See <https://redis.io/commands/hmset/>.
    static let hmset = Command(
        "hmset", arity: -4, flags: [.write, .denyoom, .fast], keys: .one, group: .hash, since: "2.0.0",
        summary: "Set multiple hash fields to multiple values",
        reply: { call throws(RedisError) in
            _ = try setFields(call)
            return .ok
        })
}
