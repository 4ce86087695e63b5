extension Command {
    /// `PUBLISH channel message`
    ///
    /// Post a message to a channel. See <https://redis.io/commands/publish/>.
    static let publish = Command(
        "publish", arity: 3, flags: [.pubsub, .loading, .stale, .fast], group: .pubsub, since: "2.0.0",
        summary: "Post a message to a channel",
        reply: { call throws(RedisError) in
            .count(call.engine.publish(call.key(1), call[2]))
        })
}
