extension Command {
    /// `EXPIRETIME key`
    ///
    /// Get the expiration Unix timestamp for a key. See <https://redis.io/commands/expiretime/>.
    static let expiretime = Command(
        "expiretime", arity: 2, flags: [.readonly, .fast], keys: .one, group: .generic, since: "7.0.0",
        summary: "Get the expiration Unix timestamp for a key",
        reply: { call throws(RedisError) in
            remainingTime(call, isAbsolute: true, milliseconds: 1000)
        })
}
