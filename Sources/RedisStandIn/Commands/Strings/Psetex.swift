extension Command {
    /// `PSETEX key milliseconds value`
    ///
    /// Set the value and expiration in milliseconds of a key. See <https://redis.io/commands/psetex/>.
    static let psetex = Command(
        "psetex", arity: 4, flags: [.write, .denyoom], keys: .one, group: .string, since: "2.6.0",
        summary: "Set the value and expiration in milliseconds of a key",
        reply: { call throws(RedisError) in
            call.setString(call.key(1), call[3], expiresAt: try SetOptions.moment(call, 2, .millisecondsFromNow))
            return .ok
        })
}
