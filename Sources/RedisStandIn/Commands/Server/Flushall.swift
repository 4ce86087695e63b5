extension Command {
    /// `FLUSHALL [ASYNC|SYNC]`
    ///
    /// Remove all keys from all databases. See <https://redis.io/commands/flushall/>.
    static let flushall = Command(
        "flushall", arity: -1, flags: [.write], group: .server, since: "1.0.0",
        summary: "Remove all keys from all databases",
        reply: { call throws(RedisError) in
            let isLazy = try flushesLazily(call)
            let isEmpty = call.keyspace.databases.allSatisfy { $0.count == 0 }
            for number in 0..<Keyspace.databaseCount where call.keyspace[number].count > 0 {
                if isLazy { call.engine.lazyFreed += call.keyspace[number].count }
                call.keyspace.apply(.flush, in: number)
            }
            // Also of an empty database: what is known of missing keys may be cached, too.
            if isEmpty { call.engine.invalidate(nil) }
            return .ok
        })
}
