extension Command {
    /// `KEYS pattern`
    ///
    /// Find all keys matching the given pattern. See <https://redis.io/commands/keys/>.
    static let keys = Command(
        "keys", arity: 2, flags: [.readonly], group: .generic, since: "1.0.0",
        summary: "Find all keys matching the given pattern",
        reply: { call throws(RedisError) in
            .array(
                call.keyspace[call.client.database].entries.elements
                    .filter { $0.value.expiresAt > call.now && Glob.matches($0.key.bytes, pattern: call[1]) }
                    .map { .bulk($0.key.bytes) })
        })
}
