extension Command {
    /// `UNWATCH`
    ///
    /// Forget about all watched keys. See <https://redis.io/commands/unwatch/>.
    static let unwatch = Command(
        "unwatch", arity: 1, flags: [.noscript, .loading, .stale, .fast, .allowBusy], group: .transactions,
        since: "2.2.0",
        summary: "Forget about all watched keys",
        reply: { call throws(RedisError) in
            call.engine.unwatch(call.client)
            return .ok
        })
}
