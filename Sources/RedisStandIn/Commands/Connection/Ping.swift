extension Command {
    /// `PING [message]`
    ///
    /// Ping the server. See <https://redis.io/commands/ping/>.
    static let ping = Command(
        "ping", arity: -1, flags: [.fast], group: .connection, since: "1.0.0",
        summary: "Ping the server",
        reply: { call throws(RedisError) in
            if call.count > 2 { throw .wrongArity("ping") }
            if call.client.isSubscribed, call.client.version == .resp2 {
                return .array([.text("pong"), .bulk(call[1])])
            }
            return call.count == 2 ? .bulk(call[1]) : .simple("PONG")
        })
}
