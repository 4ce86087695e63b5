extension Command {
    /// `SUNIONSTORE destination key [key ...]`
    ///
    /// Add multiple sets and store the resulting set in a key. See <https://redis.io/commands/sunionstore/>.
    static let sunionstore = Command(
        "sunionstore", arity: -3, flags: [.write, .denyoom], keys: .all, group: .set, since: "1.0.0",
        summary: "Add multiple sets and store the resulting set in a key",
        reply: { call throws(RedisError) in
            try SetOperation.union.store(call)
        })
}
