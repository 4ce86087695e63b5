extension Command {
    /// `PUBSUB NUMPAT`
    ///
    /// Get the count of unique patterns pattern subscriptions. See <https://redis.io/commands/pubsub-numpat/>.
    static let pubsubNumpat = Command(
        "pubsub|numpat", arity: 2, flags: [.pubsub, .loading, .stale], group: .pubsub, since: "2.8.0",
        summary: "Get the count of unique patterns pattern subscriptions",
        reply: { call throws(RedisError) in
            .count(call.engine.pubSub.patternCount)
        })
}
