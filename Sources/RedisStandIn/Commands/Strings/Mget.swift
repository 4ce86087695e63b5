extension Command {
    /// `MGET key [key ...]`
    ///
    /// Get the values of all the given keys. See <https://redis.io/commands/mget/>.
    static let mget = Command(
        "mget", arity: -2, flags: [.readonly, .fast], keys: .all, group: .string, since: "1.0.0",
        summary: "Get the values of all the given keys",
        reply: { call throws(RedisError) in
            .array(
                call.keys(from: 1).map { key in
                    guard case .string(let value)? = call.entry(key)?.value else { return .null }
                    return .bulk(value)
                })
        })
}
