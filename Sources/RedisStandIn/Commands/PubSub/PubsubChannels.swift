extension Command {
    /// `PUBSUB CHANNELS [pattern]`
    ///
    /// List active channels. See <https://redis.io/commands/pubsub-channels/>.
    static let pubsubChannels = Command(
        "pubsub|channels", arity: -2, flags: [.pubsub, .loading, .stale], group: .pubsub, since: "2.8.0",
        summary: "List active channels",
        reply: { call throws(RedisError) in
            if call.count > 3 { throw .wrongArity("pubsub|channels") }
            return .array(
                call.engine.pubSub.channels(matching: call.count == 3 ? call[2] : nil).map { .bulk($0.bytes) })
        })
}
