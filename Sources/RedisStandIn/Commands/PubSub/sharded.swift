extension Command {
    /// `SPUBLISH shardchannel message`
    ///
    /// Post a message to a shard channel. See <https://redis.io/commands/spublish/>.
    static let spublish = Command(
        "spublish", arity: 3, flags: [.pubsub, .loading, .stale, .fast], group: .pubsub, since: "7.0.0",
        summary: "Post a message to a shard channel",
        reply: { call throws(RedisError) in
            var receivers = 0
            for id in call.engine.pubSub.subscribers(ofShard: call.key(1)) {
                guard let client = call.engine.client(id) else { continue }
                client.send(.push([.text("smessage"), .bulk(call[1]), .bulk(call[2])]), .message)
                call.engine.touch(client)
                receivers += 1
            }
            return .count(receivers)
        })

    /// `SSUBSCRIBE shardchannel [shardchannel ...]`
    ///
    /// Listen for messages published to the given shard channels. See <https://redis.io/commands/ssubscribe/>.
    static let ssubscribe = Command(
        "ssubscribe", arity: -2, flags: [.pubsub, .noscript, .loading, .stale], group: .pubsub, since: "7.0.0",
        summary: "Listen for messages published to the given shard channels",
        outcome: { call throws(RedisError) in
            if call.client.deniesSubscribing { throw .subscribeDenied("SSUBSCRIBE") }
            return .replies(
                call.keys(from: 1).map { channel in
                    if call.client.shardChannels.set((), for: channel) {
                        call.engine.pubSub.subscribe(call.client.id, toShard: channel)
                    }
                    return shardConfirmation("ssubscribe", channel, call.client)
                })
        })

    /// `SUNSUBSCRIBE [shardchannel [shardchannel ...]]`
    ///
    /// Stop listening for messages posted to the given shard channels. See
    /// <https://redis.io/commands/sunsubscribe/>.
    static let sunsubscribe = Command(
        "sunsubscribe", arity: -1, flags: [.pubsub, .noscript, .loading, .stale], group: .pubsub, since: "7.0.0",
        summary: "Stop listening for messages posted to the given shard channels",
        outcome: { call throws(RedisError) in
            let channels = call.count > 1 ? call.keys(from: 1) : call.client.shardChannels.elements.map(\.key)
            if channels.isEmpty { return .reply(shardConfirmation("sunsubscribe", nil, call.client)) }
            return .replies(
                channels.map { channel in
                    if call.client.shardChannels.remove(channel) != nil {
                        call.engine.pubSub.unsubscribe(call.client.id, fromShard: channel)
                    }
                    return shardConfirmation("sunsubscribe", channel, call.client)
                })
        })

    /// `PUBSUB SHARDCHANNELS [pattern]`
    static let pubsubShardchannels = Command(
        "pubsub|shardchannels", arity: -2, flags: [.pubsub, .loading, .stale], group: .pubsub, since: "7.0.0",
        summary: "List active shard channels",
        reply: { call throws(RedisError) in
            if call.count > 3 { throw .wrongArity("pubsub|shardchannels") }
            return .array(call.engine.pubSub.shards(matching: call.count == 3 ? call[2] : nil).map { .bulk($0.bytes) })
        })

    /// `PUBSUB SHARDNUMSUB [channel [channel ...]]`
    static let pubsubShardnumsub = Command(
        "pubsub|shardnumsub", arity: -2, flags: [.pubsub, .loading, .stale], group: .pubsub, since: "7.0.0",
        summary: "Get the count of subscribers for shard channels",
        reply: { call throws(RedisError) in
            .array(
                call.keys(from: 2).flatMap { channel -> [RESPValue] in
                    [.bulk(channel.bytes), .count(call.engine.pubSub.subscribers(ofShard: channel).count)]
                })
        })
}

/// Shard channels are counted by themselves.
private func shardConfirmation(_ kind: String, _ channel: Key?, _ client: Client) -> RESPValue {
    .push([.text(kind), channel.map { .bulk($0.bytes) } ?? .null, .count(client.shardChannels.count)])
}

extension Client {
    /// A RESP2 client in a transaction cannot be told of messages apart from replies.
    var deniesSubscribing: Bool { isScript }
}

extension RedisError {
    static func subscribeDenied(_ name: String) -> RedisError {
        RedisError("ERR \(name) isn't allowed for a DENY BLOCKING client")
    }
}
