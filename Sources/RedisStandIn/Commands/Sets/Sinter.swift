extension Command {
    /// `SINTER key [key ...]`
    ///
    /// Intersect multiple sets. See <https://redis.io/commands/sinter/>.
    static let sinter = Command(
        "sinter", arity: -2, flags: [.readonly], keys: .all, group: .set, since: "1.0.0",
        summary: "Intersect multiple sets",
        reply: { call throws(RedisError) in
            try SetOperation.intersection.reply(call)
        })
}
