extension Command {
    /// `GETEX key [EX seconds|PX milliseconds|EXAT unix-time-seconds|PXAT unix-time-milliseconds|PERSIST]`
    ///
    /// Get the value of a key and optionally set its expiration. See <https://redis.io/commands/getex/>.
    static let getex = Command(
        "getex", arity: -2, flags: [.write, .fast], keys: .one, group: .string, since: "6.2.0",
        summary: "Get the value of a key and optionally set its expiration",
        reply: { call throws(RedisError) in
            let key = call.key(1)
            var persists = false
            var expiresAt: Int64?
            var index = 2
            while index < call.count {
                if call.option(index) == "PERSIST", expiresAt == nil {
                    persists = true
                } else if let unit = ExpiryUnit.options[call.option(index)], !persists, expiresAt == nil,
                    index + 1 < call.count
                {
                    expiresAt = try SetOptions.moment(call, index + 1, unit)
                    index += 1
                } else {
                    throw .syntax
                }
                index += 1
            }
            guard let value = try call.string(key) else { return .null }
            if let expiresAt {
                call.apply(expiresAt <= call.now ? .delete(key) : .expiry(key, expiresAt))
            } else if persists, call.entry(key)?.expiresAt != .max {
                call.apply(.expiry(key, nil))
            }
            return .bulk(value)
        })
}
