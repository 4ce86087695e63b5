extension Command {
    /// `TOUCH key [key ...]`
    ///
    /// Alters the last access time of a key(s). Returns the number of existing keys specified. See
    /// <https://redis.io/commands/touch/>.
    static let touch = Command(
        "touch", arity: -2, flags: [.readonly, .fast], keys: .all, group: .generic, since: "3.2.1",
        summary: "Alters the last access time of a key(s). Returns the number of existing keys specified",
        reply: { call throws(RedisError) in
            .count(call.keys(from: 1).count { call.exists($0) })
        })
}
