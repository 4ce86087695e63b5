extension Command {
    /// `SDIFF key [key ...]`
    ///
    /// Subtract multiple sets. See <https://redis.io/commands/sdiff/>.
    static let sdiff = Command(
        "sdiff", arity: -2, flags: [.readonly], keys: .all, group: .set, since: "1.0.0",
        summary: "Subtract multiple sets",
        reply: { call throws(RedisError) in
            try SetOperation.difference.reply(call)
        })
}
