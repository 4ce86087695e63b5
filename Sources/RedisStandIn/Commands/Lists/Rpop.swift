extension Command {
    /// `RPOP key [count]`
    ///
    /// Remove and get the last elements in a list. See <https://redis.io/commands/rpop/>.
    static let rpop = Command(
        "rpop", arity: -2, flags: [.write, .fast], keys: .one, group: .list, since: "1.0.0",
        summary: "Remove and get the last elements in a list",
        reply: { call throws(RedisError) in
            try pop(call, .right)
        })
}
