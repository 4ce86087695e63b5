extension Command {
    /// `HEXISTS key field`
    ///
    /// Determine if a hash field exists. See <https://redis.io/commands/hexists/>.
    static let hexists = Command(
        "hexists", arity: 3, flags: [.readonly, .fast], keys: .one, group: .hash, since: "2.0.0",
        summary: "Determine if a hash field exists",
        reply: { call throws(RedisError) in
            .integer(try call.hash(call.key(1))?.fields.contains(call.key(2)) == true ? 1 : 0)
        })
}
