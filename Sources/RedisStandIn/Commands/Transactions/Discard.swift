extension Command {
    /// `DISCARD`
    ///
    /// Discard all commands issued after MULTI. See <https://redis.io/commands/discard/>.
    static let discard = Command(
        "discard", arity: 1, flags: [.noscript, .loading, .stale, .fast, .allowBusy], group: .transactions,
        since: "2.0.0",
        summary: "Discard all commands issued after MULTI",
        reply: { call throws(RedisError) in
            if call.client.transaction == nil { throw .discardWithoutMulti }
            call.client.transaction = nil
            call.engine.unwatch(call.client)
            return .ok
        })
}
