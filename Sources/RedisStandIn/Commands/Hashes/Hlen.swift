extension Command {
    /// `HLEN key`
    ///
    /// Get the number of fields in a hash. See <https://redis.io/commands/hlen/>.
    static let hlen = Command(
        "hlen", arity: 2, flags: [.readonly, .fast], keys: .one, group: .hash, since: "2.0.0",
        summary: "Get the number of fields in a hash",
        reply: { call throws(RedisError) in
            .count(try call.hash(call.key(1))?.fields.count ?? 0)
        })
}
