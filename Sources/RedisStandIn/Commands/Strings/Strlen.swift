extension Command {
    /// `STRLEN key`
    ///
    /// Get the length of the value stored in a key. See <https://redis.io/commands/strlen/>.
    static let strlen = Command(
        "strlen", arity: 2, flags: [.readonly, .fast], keys: .one, group: .string, since: "2.2.0",
        summary: "Get the length of the value stored in a key",
        reply: { call throws(RedisError) in
            .count(try call.string(call.key(1))?.count ?? 0)
        })
}
