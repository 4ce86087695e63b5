extension Command {
    /// `EXPIREAT key unix-time-seconds [NX|XX|GT|LT]`
    ///
    /// Set the expiration for a key as a UNIX timestamp. See <https://redis.io/commands/expireat/>.
    static let expireat = Command(
        "expireat", arity: -3, flags: [.write, .fast], keys: .one, group: .generic, since: "1.2.0",
        summary: "Set the expiration for a key as a UNIX timestamp",
        reply: { call throws(RedisError) in
            try changeExpiry(call, .unixSeconds)
        })
}
