extension Command {
    /// `LPUSH key element [element ...]`
    ///
    /// Prepend one or multiple elements to a list. See <https://redis.io/commands/lpush/>.
    static let lpush = Command(
        "lpush", arity: -3, flags: [.write, .denyoom, .fast], keys: .one, group: .list, since: "1.0.0",
        summary: "Prepend one or multiple elements to a list",
        reply: { call throws(RedisError) in
            try push(call, .left)
        })
}
