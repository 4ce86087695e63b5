extension Command {
    /// `XINFO CONSUMERS key groupname`
    ///
    /// List the consumers in a consumer group. See <https://redis.io/commands/xinfo-consumers/>.
    static let xinfoConsumers = Command(
        "xinfo|consumers", arity: 4, flags: [.readonly], keys: KeyPositions(first: 2, last: 2, step: 1), group: .stream,
        since: "5.0.0",
        summary: "List the consumers in a consumer group",
        reply: { call throws(RedisError) in
            guard let stream = try call.stream(call.key(2)) else { throw .noSuchKey }
            guard let group = stream[group: call.key(3)] else { throw .noGroup(call.key(3), call.key(2)) }
            return .array(
                group.sortedConsumers.map { consumer in
                    .map([
                        .text("name"), .bulk(consumer.name.bytes), .text("pending"), .count(consumer.pending.count),
                        .text("idle"), .integer(max(0, call.now - consumer.seenAt)),
                    ])
                })
        })
}
