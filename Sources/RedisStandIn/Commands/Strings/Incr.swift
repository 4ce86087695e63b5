extension Command {
    /// `INCR key`
    ///
    /// Increment the integer value of a key by one. See <https://redis.io/commands/incr/>.
    static let incr = Command(
        "incr", arity: 2, flags: [.write, .denyoom, .fast], keys: .one, group: .string, since: "1.0.0",
        summary: "Increment the integer value of a key by one",
        reply: { call throws(RedisError) in
            try increment(call, by: 1)
        })
}
