extension Command {
    /// `PEXPIRETIME key`
    ///
    /// Get the expiration Unix timestamp for a key in milliseconds. See <https://redis.io/commands/pexpiretime/>.
    static let pexpiretime = Command(
        "pexpiretime", arity: 2, flags: [.readonly, .fast], keys: .one, group: .generic, since: "7.0.0",
        summary: "Get the expiration Unix timestamp for a key in milliseconds",
        reply: { call throws(RedisError) in
            remainingTime(call, isAbsolute: true, milliseconds: 1)
        })
}
