extension Command {
    /// `PEXPIREAT key unix-time-milliseconds [NX|XX|GT|LT]`
    ///
    /// Set the expiration for a key as a UNIX timestamp specified in milliseconds. See
    /// <https://redis.io/commands/pexpireat/>.
    static let pexpireat = Command(
        "pexpireat", arity: -3, flags: [.write, .fast], keys: .one, group: .generic, since: "2.6.0",
        summary: "Set the expiration for a key as a UNIX timestamp specified in milliseconds",
        reply: { call throws(RedisError) in
            try changeExpiry(call, .unixMilliseconds)
        })
}
