/// `XINFO STREAM key [FULL [COUNT count]]`.
func streamInformation(_ call: Invocation) throws(RedisError) -> RESPValue {
    guard let stream = try call.stream(call.key(2)) else { throw .noSuchKey }
    let nodes = (stream.entries.count + 99) / 100
    var pairs: [RESPValue] = [
        .text("length"), .count(stream.entries.count), .text("radix-tree-keys"), .count(nodes),
        .text("radix-tree-nodes"), .count(nodes + 1), .text("last-generated-id"), stream.lastID.reply,
        .text("max-deleted-entry-id"), stream.maxDeletedID.reply, .text("entries-added"),
        .integer(stream.entriesAdded), .text("recorded-first-entry-id"), stream.firstID.reply,
    ]
    if call.count == 3 {
        pairs += [
            .text("groups"), .count(stream.groups.count), .text("first-entry"),
            stream.entries.first?.reply ?? .null, .text("last-entry"), stream.entries.last?.reply ?? .null,
        ]
        return .map(pairs)
    }
    guard call.option(3) == "FULL" else { throw RedisError.subcommandSyntax(call) }
    var count = 10
    if call.count > 4 {
        guard call.count == 6, call.option(4) == "COUNT" else { throw RedisError.subcommandSyntax(call) }
        count = try call.int(5)
        if count < 0 { count = 10 }
    }
    if count == 0 { count = Int.max }
    pairs += [
        .text("entries"), .array(stream.entries(in: .zero...(.max), count: count).map(\.reply)), .text("groups"),
        .array(stream.sortedGroups.map { fullInformation($0, of: stream, count: count) }),
    ]
    return .map(pairs)
}

private func fullInformation(_ group: ConsumerGroup, of stream: Stream, count: Int) -> RESPValue {
    .map([
        .text("name"), .bulk(group.name.bytes), .text("last-delivered-id"), group.lastID.reply, .text("entries-read"),
        group.entriesRead.map { .integer($0) } ?? .null, .text("lag"),
        stream.lag(of: group).map { .integer($0) } ?? .null, .text("pel-count"), .count(group.pending.count),
        .text("pending"),
        .array(
            group.pending.slice(0..<count).map { entry in
                .array([
                    entry.id.reply, .bulk(entry.consumer.bytes), .integer(entry.deliveredAt),
                    .integer(entry.deliveries),
                ])
            }),
        .text("consumers"),
        .array(
            group.sortedConsumers.map { consumer in
                .map([
                    .text("name"), .bulk(consumer.name.bytes), .text("seen-time"), .integer(consumer.seenAt),
                    .text("pel-count"), .count(consumer.pending.count), .text("pending"),
                    .array(
                        consumer.pending.slice(0..<count).map { entry in
                            .array([entry.id.reply, .integer(entry.deliveredAt), .integer(entry.deliveries)])
                        }),
                ])
            }),
    ])
}
