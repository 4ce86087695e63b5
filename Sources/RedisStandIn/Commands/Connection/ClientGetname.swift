extension Command {
    /// `CLIENT GETNAME`
    ///
    /// Get the current connection name. See <https://redis.io/commands/client-getname/>.
    static let clientGetname = Command(
        "client|getname", arity: 2, flags: [.noscript, .loading, .stale], group: .connection, since: "2.6.9",
        summary: "Get the current connection name",
        reply: { call throws(RedisError) in
            call.client.name.isEmpty ? .null : .text(call.client.name)
        })
}
