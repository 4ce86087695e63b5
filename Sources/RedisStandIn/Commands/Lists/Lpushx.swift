extension Command {
    /// `LPUSHX key element [element ...]`
    ///
    /// Prepend an element to a list, only if the list exists. See <https://redis.io/commands/lpushx/>.
    static let lpushx = Command(
        "lpushx", arity: -3, flags: [.write, .denyoom, .fast], keys: .one, group: .list, since: "2.2.0",
        summary: "Prepend an element to a list, only if the list exists",
        reply: { call throws(RedisError) in
            try push(call, .left, mustExist: true)
        })
}
