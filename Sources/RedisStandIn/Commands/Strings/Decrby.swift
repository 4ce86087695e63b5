extension Command {
    /// `DECRBY key decrement`
    ///
    /// Decrement the integer value of a key by the given number. See <https://redis.io/commands/decrby/>.
    static let decrby = Command(
        "decrby", arity: 3, flags: [.write, .denyoom, .fast], keys: .one, group: .string, since: "1.0.0",
        summary: "Decrement the integer value of a key by the given number",
        reply: { call throws(RedisError) in
            let amount = try call.integer(2)
            if amount == .min { throw .decrementOverflow }
            return try increment(call, by: 0 - amount)
        })
}
