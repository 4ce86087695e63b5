extension Command {
    /// `DECR key`
    ///
    /// Decrement the integer value of a key by one. See <https://redis.io/commands/decr/>.
    static let decr = Command(
        "decr", arity: 2, flags: [.write, .denyoom, .fast], keys: .one, group: .string, since: "1.0.0",
        summary: "Decrement the integer value of a key by one",
        reply: { call throws(RedisError) in
            try increment(call, by: -1)
        })
}
