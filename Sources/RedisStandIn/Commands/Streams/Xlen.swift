extension Command {
    /// `XLEN key`
    ///
    /// Return the number of entries in a stream. See <https://redis.io/commands/xlen/>.
    static let xlen = Command(
        "xlen", arity: 2, flags: [.readonly, .fast], keys: .one, group: .stream, since: "5.0.0",
        summary: "Return the number of entries in a stream",
        reply: { call throws(RedisError) in
            .count(try call.stream(call.key(1))?.entries.count ?? 0)
        })
}
