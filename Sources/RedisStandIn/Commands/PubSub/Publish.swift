extension Command {
    /// `PUBLISH channel message`
    ///
    /// Post a message to a channel. See <https://redis.io/commands/publish/>.
    static let publish = Command(
        "publish", arity: 3, flags: [.pubsub, .loading, .stale, .fast], group: .pubsub, since: "2.0.0",
        summary: "Post a message to a channel",
        reply: { call throws(RedisError) in
            let channel = call.key(1)
            var receivers = 0
            for id in call.engine.pubSub.subscribers(of: channel) {
                guard let client = call.engine.client(id) else { continue }
                client.send(.push([.text("message"), .bulk(channel.bytes), .bulk(call[2])]), .message)
                call.engine.touch(client)
                receivers += 1
            }
            for (pattern, clients) in call.engine.pubSub.patterns(matching: channel) {
                for id in clients {
                    guard let client = call.engine.client(id) else { continue }
                    client.send(
                        .push([.text("pmessage"), .bulk(pattern.bytes), .bulk(channel.bytes), .bulk(call[2])]), .message
                    )
                    call.engine.touch(client)
                    receivers += 1
                }
            }
            return .count(receivers)
        })
}
