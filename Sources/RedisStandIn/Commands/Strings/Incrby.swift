extension Command {
    /// `INCRBY key increment`
    ///
    /// Increment the integer value of a key by the given amount. See <https://redis.io/commands/incrby/>.
    static let incrby = Command(
        "incrby", arity: 3, flags: [.write, .denyoom, .fast], keys: .one, group: .string, since: "1.0.0",
        summary: "Increment the integer value of a key by the given amount",
        reply: { call throws(RedisError) in
            try increment(call, by: try call.integer(2))
        })
}
