extension Command {
    /// `RPUSHX key element [element ...]`
    ///
    /// Append an element to a list, only if the list exists. See <https://redis.io/commands/rpushx/>.
    static let rpushx = Command(
        "rpushx", arity: -3, flags: [.write, .denyoom, .fast], keys: .one, group: .list, since: "2.2.0",
        summary: "Append an element to a list, only if the list exists",
        reply: { call throws(RedisError) in
            try push(call, .right, mustExist: true)
        })
}
