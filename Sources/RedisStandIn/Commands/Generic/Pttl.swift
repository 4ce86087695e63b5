extension Command {
    /// `PTTL key`
    ///
    /// Get the time to live for a key in milliseconds. See <https://redis.io/commands/pttl/>.
    static let pttl = Command(
        "pttl", arity: 2, flags: [.readonly, .fast], keys: .one, group: .generic, since: "2.6.0",
        summary: "Get the time to live for a key in milliseconds",
        reply: { call throws(RedisError) in
            remainingTime(call, isAbsolute: false, milliseconds: 1)
        })
}
