extension Command {
    /// `FLUSHDB [ASYNC|SYNC]`
    ///
    /// Remove all keys from the current database. See <https://redis.io/commands/flushdb/>.
    static let flushdb = Command(
        "flushdb", arity: -1, flags: [.write], group: .server, since: "1.0.0",
        summary: "Remove all keys from the current database",
        reply: { call throws(RedisError) in
            try checkFlushMode(call)
            if call.keyspace[call.client.database].count > 0 { call.apply(.flush) }
            return .ok
        })
}
