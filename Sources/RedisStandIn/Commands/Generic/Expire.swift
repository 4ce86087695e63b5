extension Command {
    /// `EXPIRE key seconds [NX|XX|GT|LT]`
    ///
    /// Set a key's time to live in seconds. See <https://redis.io/commands/expire/>.
    static let expire = Command(
        "expire", arity: -3, flags: [.write, .fast], keys: .one, group: .generic, since: "1.0.0",
        summary: "Set a key's time to live in seconds",
        reply: { call throws(RedisError) in
            try changeExpiry(call, .seconds)
        })
}
