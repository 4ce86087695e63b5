extension Command {
    /// `HSET key field value [field value ...]`
    ///
    /// Set the string value of a hash field. See <https://redis.io/commands/hset/>.
    static let hset = Command(
        "hset", arity: -4, flags: [.write, .denyoom, .fast], keys: .one, group: .hash, since: "2.0.0",
        summary: "Set the string value of a hash field",
        reply: { call throws(RedisError) in
            .count(try setFields(call))
        })
}
