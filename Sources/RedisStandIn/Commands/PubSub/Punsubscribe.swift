extension Command {
    /// `PUNSUBSCRIBE [pattern [pattern ...]]`
    ///
    /// Stop listening for messages posted to channels matching the given patterns. See
    /// <https://redis.io/commands/punsubscribe/>.
    static let punsubscribe = Command(
        "punsubscribe", arity: -1, flags: [.pubsub, .noscript, .loading, .stale], group: .pubsub, since: "2.0.0",
        summary: "Stop listening for messages posted to channels matching the given patterns",
        outcome: { call throws(RedisError) in
            let patterns = call.count > 1 ? call.keys(from: 1) : call.client.patterns.elements.map(\.key)
            if patterns.isEmpty { return .reply(confirmation("punsubscribe", nil, call.client)) }
            return .replies(
                patterns.map { pattern in
                    if call.client.patterns.remove(pattern) != nil {
                        call.engine.pubSub.unsubscribe(call.client.id, fromPattern: pattern)
                    }
                    return confirmation("punsubscribe", pattern, call.client)
                })
        })
}
