extension Command {
    /// `SUNION key [key ...]`
    ///
    /// Add multiple sets. See <https://redis.io/commands/sunion/>.
    static let sunion = Command(
        "sunion", arity: -2, flags: [.readonly], keys: .all, group: .set, since: "1.0.0",
        summary: "Add multiple sets",
        reply: { call throws(RedisError) in
            try SetOperation.union.reply(call)
        })
}
