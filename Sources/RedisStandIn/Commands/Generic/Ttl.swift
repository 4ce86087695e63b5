extension Command {
    /// `TTL key`
    ///
    /// Get the time to live for a key in seconds. See <https://redis.io/commands/ttl/>.
    static let ttl = Command(
        "ttl", arity: 2, flags: [.readonly, .fast], keys: .one, group: .generic, since: "1.0.0",
        summary: "Get the time to live for a key in seconds",
        reply: { call throws(RedisError) in
            remainingTime(call, isAbsolute: false, milliseconds: 1000)
        })
}
