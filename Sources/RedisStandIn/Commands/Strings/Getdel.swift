extension Command {
    /// `GETDEL key`
    ///
    /// Get the value of a key and delete the key. See <https://redis.io/commands/getdel/>.
    static let getdel = Command(
        "getdel", arity: 2, flags: [.write, .fast], keys: .one, group: .string, since: "6.2.0",
        summary: "Get the value of a key and delete the key",
        reply: { call throws(RedisError) in
            guard let value = try call.string(call.key(1)) else { return .null }
            call.apply(.delete(call.key(1)))
            return .bulk(value)
        })
}
