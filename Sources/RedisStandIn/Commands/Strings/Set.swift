extension Command {
    /// `SET key value [NX|XX] [GET] [EX seconds|PX milliseconds|EXAT unix-time-seconds|PXAT
    /// unix-time-milliseconds|KEEPTTL]`
    ///
    /// Set the string value of a key. See <https://redis.io/commands/set/>.
    static let setCommand = Command(
        "set", arity: -3, flags: [.write, .denyoom], keys: .one, group: .string, since: "1.0.0",
        summary: "Set the string value of a key",
        reply: { call throws(RedisError) in
            let key = call.key(1)
            if call.count == 3 {
                call.apply(.string(key, call[2], expiresAt: nil))
                return .ok
            }
            let options = try SetOptions(call, at: 3)
            let old = call.entry(key)
            var reply: RESPValue = .ok
            if options.returnsOld { reply = try call.string(key).map { .bulk($0) } ?? .null }
            if (options.onlyIfMissing && old != nil) || (options.onlyIfThere && old == nil) {
                return options.returnsOld ? reply : .null
            }
            if options.keepsExpiry, let old, old.expiresAt != .max {
                call.apply(.string(key, call[2], expiresAt: old.expiresAt))
            } else {
                call.setString(key, call[2], expiresAt: options.expiresAt)
            }
            return reply
        })
}
