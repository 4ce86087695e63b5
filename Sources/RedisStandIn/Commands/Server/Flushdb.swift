extension Command {
    /// `FLUSHDB [ASYNC|SYNC]`
    ///
    /// Remove all keys from the current database. See <https://redis.io/commands/flushdb/>.
    static let flushdb = Command(
        "flushdb", arity: -1, flags: [.write], group: .server, since: "1.0.0",
        summary: "Remove all keys from the current database",
        reply: { call throws(RedisError) in
            let isLazy = try flushesLazily(call)
            let count = call.keyspace[call.client.database].count
            if isLazy { call.engine.lazyFreed += count }
            // Also of an empty database: what is known of missing keys may be cached, too.
            if count > 0 { call.apply(.flush) } else { call.engine.invalidate(nil) }
            return .ok
        })
}
