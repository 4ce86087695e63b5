extension Command {
    /// `HSTRLEN key field`
    ///
    /// Get the length of the value of a hash field. See <https://redis.io/commands/hstrlen/>.
    static let hstrlen = Command(
        "hstrlen", arity: 3, flags: [.readonly, .fast], keys: .one, group: .hash, since: "3.2.0",
        summary: "Get the length of the value of a hash field",
        reply: { call throws(RedisError) in
            .count(try call.hash(call.key(1))?.fields[call.key(2)]?.count ?? 0)
        })
}
