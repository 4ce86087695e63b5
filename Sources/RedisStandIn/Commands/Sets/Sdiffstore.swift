extension Command {
    /// `SDIFFSTORE destination key [key ...]`
    ///
    /// Subtract multiple sets and store the resulting set in a key. See <https://redis.io/commands/sdiffstore/>.
    static let sdiffstore = Command(
        "sdiffstore", arity: -3, flags: [.write, .denyoom], keys: .all, group: .set, since: "1.0.0",
        summary: "Subtract multiple sets and store the resulting set in a key",
        reply: { call throws(RedisError) in
            try SetOperation.difference.store(call)
        })
}
