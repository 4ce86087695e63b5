extension Command {
    /// `UNSUBSCRIBE [channel [channel ...]]`
    ///
    /// Stop listening for messages posted to the given channels. See <https://redis.io/commands/unsubscribe/>.
    static let unsubscribe = Command(
        "unsubscribe", arity: -1, flags: [.pubsub, .noscript, .loading, .stale], group: .pubsub, since: "2.0.0",
        summary: "Stop listening for messages posted to the given channels",
        outcome: { call throws(RedisError) in
            let channels = call.count > 1 ? call.keys(from: 1) : call.client.channels.elements.map(\.key)
            if channels.isEmpty { return .reply(confirmation("unsubscribe", nil, call.client)) }
            return .replies(
                channels.map { channel in
                    if call.client.channels.remove(channel) != nil {
                        call.engine.pubSub.unsubscribe(call.client.id, from: channel)
                    }
                    return confirmation("unsubscribe", channel, call.client)
                })
        })
}
