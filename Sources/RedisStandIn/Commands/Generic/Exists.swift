extension Command {
    /// `EXISTS key [key ...]`
    ///
    /// Determine if a key exists. See <https://redis.io/commands/exists/>.
    static let exists = Command(
        "exists", arity: -2, flags: [.readonly, .fast], keys: .all, group: .generic, since: "1.0.0",
        summary: "Determine if a key exists",
        reply: { call throws(RedisError) in
            .count(call.keys(from: 1).count { call.entry($0, isPeek: true) != nil })
        })
}
