extension Command {
    /// `CLIENT SETNAME connection-name`
    ///
    /// Set the current connection name. See <https://redis.io/commands/client-setname/>.
    static let clientSetname = Command(
        "client|setname", arity: 3, flags: [.noscript, .loading, .stale], group: .connection, since: "2.6.9",
        summary: "Set the current connection name",
        reply: { call throws(RedisError) in
            call.client.name = try clientName(call[2], what: "Client names")
            return .ok
        })
}
