extension Command {
    /// `SELECT index`
    ///
    /// Change the selected database for the current connection. See <https://redis.io/commands/select/>.
    static let select = Command(
        "select", arity: 2, flags: [.loading, .stale, .fast], group: .connection, since: "1.0.0",
        summary: "Change the selected database for the current connection",
        reply: { call throws(RedisError) in
            let number = try call.integer(1)
            guard (0..<Int64(Keyspace.databaseCount)).contains(number) else { throw .databaseOutOfRange }
            call.client.database = Int(number)
            return .ok
        })
}
