extension Command {
    /// `SUBSTR key start end`
    ///
    /// Get a substring of the string stored at a key. See <https://redis.io/commands/substr/>.
    static let substr = Command(
        "substr", arity: 4, flags: [.readonly], keys: .one, group: .string, since: "1.0.0",
        summary: "Get a substring of the string stored at a key",
        reply: { call throws(RedisError) in
            try substring(call)
        })
}
