extension Command {
    /// `PSUBSCRIBE pattern [pattern ...]`
    ///
    /// Listen for messages published to channels matching the given patterns. See
    /// <https://redis.io/commands/psubscribe/>.
    static let psubscribe = Command(
        "psubscribe", arity: -2, flags: [.pubsub, .noscript, .loading, .stale], group: .pubsub, since: "2.0.0",
        summary: "Listen for messages published to channels matching the given patterns",
        outcome: { call throws(RedisError) in
            .replies(
                call.keys(from: 1).map { pattern in
                    if call.client.patterns.set((), for: pattern) {
                        call.engine.pubSub.subscribe(call.client.id, toPattern: pattern)
                    }
                    return confirmation("psubscribe", pattern, call.client)
                })
        })
}
