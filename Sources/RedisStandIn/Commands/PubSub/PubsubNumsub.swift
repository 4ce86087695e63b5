extension Command {
    /// `PUBSUB NUMSUB [channel [channel ...]]`
    ///
    /// Get the count of subscribers for channels. See <https://redis.io/commands/pubsub-numsub/>.
    static let pubsubNumsub = Command(
        "pubsub|numsub", arity: -2, flags: [.pubsub, .loading, .stale], group: .pubsub, since: "2.8.0",
        summary: "Get the count of subscribers for channels",
        reply: { call throws(RedisError) in
            .array(
                call.keys(from: 2).flatMap { channel -> [RESPValue] in
                    [.bulk(channel.bytes), .count(call.engine.pubSub.subscribers(of: channel).count)]
                })
        })
}
