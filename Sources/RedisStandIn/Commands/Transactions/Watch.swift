extension Command {
    /// `WATCH key [key ...]`
    ///
    /// Watch the given keys to determine execution of the MULTI/EXEC block. See <https://redis.io/commands/watch/>.
    static let watch = Command(
        "watch", arity: -2, flags: [.noscript, .loading, .stale, .fast, .allowBusy], keys: .all, group: .transactions,
        since: "2.2.0",
        summary: "Watch the given keys to determine execution of the MULTI/EXEC block",
        reply: { call throws(RedisError) in
            if call.client.transaction != nil { throw .watchInsideMulti }
            for key in call.keys(from: 1) {
                // A key that is over already is no key: its removal must not count as a change.
                _ = call.entry(key, isPeek: true)
                call.engine.watch(LocatedKey(database: call.client.database, key: key), call.client)
            }
            return .ok
        })
}
