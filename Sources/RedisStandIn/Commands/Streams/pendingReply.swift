/// `XPENDING key group [[IDLE ms] start end count [consumer]]`: a summary, or the entries of a range.
func pendingReply(_ call: Invocation) throws(RedisError) -> RESPValue {
    let (key, name) = (call.key(1), call.key(2))
    if call.count == 3 { return summary(try call.group(key, name).1) }
    var index = 3
    var idle: Int64 = 0
    if call.option(3) == "IDLE" {
        guard call.count >= 8 else { throw .syntax }
        idle = try call.integer(4)
        index = 5
    }
    guard call.count == index + 3 || call.count == index + 4 else { throw .syntax }
    let count = max(0, try call.int(index + 2))
    let (start, end) = (try call.rangeStart(index), try call.rangeEnd(index + 1))
    let (_, group) = try call.group(key, name)
    var pending = group.pending
    if call.count == index + 4 {
        guard let consumer = group[consumer: call.key(index + 3)] else { return .array([]) }
        pending = consumer.pending
    }
    var replies: [RESPValue] = []
    let first = pending.rank { $0.id >= start }
    for entry in pending.slice(first..<pending.count) {
        if entry.id > end || replies.count >= count { break }
        let age = max(0, call.now - entry.deliveredAt)
        if idle > 0, age < idle { continue }
        replies.append(
            .array([entry.id.reply, .bulk(entry.consumer.bytes), .integer(age), .integer(entry.deliveries)]))
    }
    return .array(replies)
}

private func summary(_ group: ConsumerGroup) -> RESPValue {
    guard let first = group.pending.first, let last = group.pending.last else {
        return .array([.integer(0), .null, .null, .nullArray])
    }
    let consumers = group.sortedConsumers.filter { !$0.pending.isEmpty }
    return .array([
        .count(group.pending.count), first.id.reply, last.id.reply,
        .array(consumers.map { .array([.bulk($0.name.bytes), .text("\($0.pending.count)")]) }),
    ])
}
