extension Command {
    /// `SETEX key seconds value`
    ///
    /// Set the value and expiration of a key. See <https://redis.io/commands/setex/>.
    static let setex = Command(
        "setex", arity: 4, flags: [.write, .denyoom], keys: .one, group: .string, since: "2.0.0",
        summary: "Set the value and expiration of a key",
        reply: { call throws(RedisError) in
            call.setString(call.key(1), call[3], expiresAt: try SetOptions.moment(call, 2, .seconds))
            return .ok
        })
}
