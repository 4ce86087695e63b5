extension Command {
    /// `RPUSH key element [element ...]`
    ///
    /// Append one or multiple elements to a list. See <https://redis.io/commands/rpush/>.
    static let rpush = Command(
        "rpush", arity: -3, flags: [.write, .denyoom, .fast], keys: .one, group: .list, since: "1.0.0",
        summary: "Append one or multiple elements to a list",
        reply: { call throws(RedisError) in
            try push(call, .right)
        })
}
