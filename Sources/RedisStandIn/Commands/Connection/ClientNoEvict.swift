extension Command {
    /// `CLIENT NO-EVICT <ON|OFF>`
    ///
    /// Set client eviction mode for the current connection. See <https://redis.io/commands/client-no-evict/>.
    static let clientNoEvict = Command(
        "client|no-evict", arity: 3, flags: [.admin, .noscript, .loading, .stale], group: .connection, since: "7.0.0",
        summary: "Set client eviction mode for the current connection",
        reply: { call throws(RedisError) in
            let modes = ["ON": true, "OFF": false]
            guard let mode = modes[call.option(2)] else { throw .syntax }
            call.client.isNoEvict = mode
            return .ok
        })
}
