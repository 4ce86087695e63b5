extension Command {
    /// `GETRANGE key start end`
    ///
    /// Get a substring of the string stored at a key. See <https://redis.io/commands/getrange/>.
    static let getrange = Command(
        "getrange", arity: 4, flags: [.readonly], keys: .one, group: .string, since: "2.4.0",
        summary: "Get a substring of the string stored at a key",
        reply: { call throws(RedisError) in
            try substring(call)
        })
}
