extension Command {
    /// `LPOP key [count]`
    ///
    /// Remove and get the first elements in a list. See <https://redis.io/commands/lpop/>.
    static let lpop = Command(
        "lpop", arity: -2, flags: [.write, .fast], keys: .one, group: .list, since: "1.0.0",
        summary: "Remove and get the first elements in a list",
        reply: { call throws(RedisError) in
            try pop(call, .left)
        })
}
