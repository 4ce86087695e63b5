extension Command {
    /// `LLEN key`
    ///
    /// Get the length of a list. See <https://redis.io/commands/llen/>.
    static let llen = Command(
        "llen", arity: 2, flags: [.readonly, .fast], keys: .one, group: .list, since: "1.0.0",
        summary: "Get the length of a list",
        reply: { call throws(RedisError) in
            .count(try call.list(call.key(1))?.items.count ?? 0)
        })
}
