extension Command {
    /// `FLUSHALL [ASYNC|SYNC]`
    ///
    /// Remove all keys from all databases. See <https://redis.io/commands/flushall/>.
    static let flushall = Command(
        "flushall", arity: -1, flags: [.write], group: .server, since: "1.0.0",
        summary: "Remove all keys from all databases",
        reply: { call throws(RedisError) in
            try checkFlushMode(call)
            for number in 0..<Keyspace.databaseCount where call.keyspace[number].count > 0 {
                call.keyspace.apply(.flush, in: number)
            }
            return .ok
        })
}
