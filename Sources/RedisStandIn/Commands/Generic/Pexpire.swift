extension Command {
    /// `PEXPIRE key milliseconds [NX|XX|GT|LT]`
    ///
    /// Set a key's time to live in milliseconds. See <https://redis.io/commands/pexpire/>.
    static let pexpire = Command(
        "pexpire", arity: -3, flags: [.write, .fast], keys: .one, group: .generic, since: "2.6.0",
        summary: "Set a key's time to live in milliseconds",
        reply: { call throws(RedisError) in
            try changeExpiry(call, .millisecondsFromNow)
        })
}
