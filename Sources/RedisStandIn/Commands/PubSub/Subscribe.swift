extension Command {
    /// `SUBSCRIBE channel [channel ...]`
    ///
    /// Listen for messages published to the given channels. See <https://redis.io/commands/subscribe/>.
    static let subscribe = Command(
        "subscribe", arity: -2, flags: [.pubsub, .noscript, .loading, .stale], group: .pubsub, since: "2.0.0",
        summary: "Listen for messages published to the given channels",
        outcome: { call throws(RedisError) in
            .replies(
                call.keys(from: 1).map { channel in
                    if call.client.channels.set((), for: channel) {
                        call.engine.pubSub.subscribe(call.client.id, to: channel)
                    }
                    return confirmation("subscribe", channel, call.client)
                })
        })
}
