extension Command {
    /// `SINTERSTORE destination key [key ...]`
    ///
    /// Intersect multiple sets and store the resulting set in a key. See <https://redis.io/commands/sinterstore/>.
    static let sinterstore = Command(
        "sinterstore", arity: -3, flags: [.write, .denyoom], keys: .all, group: .set, since: "1.0.0",
        summary: "Intersect multiple sets and store the resulting set in a key",
        reply: { call throws(RedisError) in
            try SetOperation.intersection.store(call)
        })
}
