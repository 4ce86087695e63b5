extension Command {
    /// `CLIENT ID`
    ///
    /// Returns the client ID for the current connection. See <https://redis.io/commands/client-id/>.
    static let clientId = Command(
        "client|id", arity: 2, flags: [.noscript, .loading, .stale], group: .connection, since: "5.0.0",
        summary: "Returns the client ID for the current connection",
        reply: { call throws(RedisError) in
            .integer(call.client.id)
        })
}
