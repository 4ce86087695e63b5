/// `XCLAIM key group consumer min-idle-time id ... [IDLE ms] [TIME ms] [RETRYCOUNT n] [FORCE] [JUSTID] [LASTID id]`.
func claim(_ call: Invocation) throws(RedisError) -> RESPValue {
    let (key, name, consumer) = (call.key(1), call.key(2), call.key(3))
    let (stream, group) = try call.group(key, name)
    let minimumIdle = max(0, try call.integer(4, or: RedisError("ERR Invalid min-idle-time argument for XCLAIM")))
    var index = 5
    var ids: [StreamID] = []
    while index < call.count, let id = StreamID(call[index], missingSequence: 0) {
        ids.append(id)
        index += 1
    }
    var (force, justIDs) = (false, false)
    var deliveredAt = call.now
    var deliveries: Int64?
    var lastID = StreamID.zero
    while index < call.count {
        let rest = call.count - index - 1
        switch call.option(index) {
        case "FORCE": force = true
        case "JUSTID": justIDs = true
        case "IDLE" where rest >= 1:
            deliveredAt =
                call.now &- (try call.integer(index + 1, or: RedisError("ERR Invalid IDLE option argument for XCLAIM")))
            index += 1
        case "TIME" where rest >= 1:
            deliveredAt = try call.integer(index + 1, or: RedisError("ERR Invalid TIME option argument for XCLAIM"))
            index += 1
        case "RETRYCOUNT" where rest >= 1:
            let count = try call.integer(index + 1, or: RedisError("ERR Invalid RETRYCOUNT option argument for XCLAIM"))
            deliveries = count < 0 ? nil : count
            index += 1
        case "LASTID" where rest >= 1:
            lastID = try call.streamID(index + 1)
            index += 1
        default:
            throw RedisError("ERR Unrecognized XCLAIM option '\(String(decoding: call[index], as: UTF8.self))'")
        }
        index += 1
    }
    if deliveredAt < 0 || deliveredAt > call.now { deliveredAt = call.now }
    if lastID > group.lastID { call.apply(.group(key, name, lastID: lastID, entriesRead: group.entriesRead)) }
    call.noteConsumer(key, group, consumer)
    var replies: [RESPValue] = []
    for id in ids {
        let pending = group.pending(id)
        guard let entry = stream.entry(id) else {
            // The entry was deleted: nobody can have it any more.
            if pending != nil { call.apply(.pendingRemove(key, name, [id])) }
            continue
        }
        if pending == nil, !force { continue }
        if let pending, minimumIdle > 0, call.now - pending.deliveredAt < minimumIdle { continue }
        let before = pending?.deliveries ?? 0
        call.apply(
            .pending(
                key, name, id, consumer: consumer, deliveredAt: deliveredAt,
                deliveries: deliveries ?? (justIDs ? before : before + 1)))
        replies.append(justIDs ? id.reply : entry.reply)
    }
    return .array(replies)
}

/// `XAUTOCLAIM key group consumer min-idle-time start [COUNT count] [JUSTID]`.
func autoClaim(_ call: Invocation) throws(RedisError) -> RESPValue {
    let (key, name, consumer) = (call.key(1), call.key(2), call.key(3))
    let minimumIdle = max(0, try call.integer(4, or: RedisError("ERR Invalid min-idle-time argument for XAUTOCLAIM")))
    let start = try call.rangeStart(5)
    var count = 100
    var justIDs = false
    var index = 6
    while index < call.count {
        if call.option(index) == "COUNT", index + 1 < call.count {
            count = try call.int(index + 1, or: RedisError("ERR COUNT must be > 0"))
            if count < 1 || count > Int.max / 16 { throw RedisError("ERR COUNT must be > 0") }
            index += 2
        } else if call.option(index) == "JUSTID" {
            justIDs = true
            index += 1
        } else {
            throw .syntax
        }
    }
    let (stream, group) = try call.group(key, name)
    call.noteConsumer(key, group, consumer)
    // Redis looks at ten entries for each one it may claim.
    let attempts = count.multipliedReportingOverflow(by: 10)
    let first = group.pending.rank { $0.id >= start }
    let limit = attempts.overflow ? group.pending.count : min(group.pending.count, first &+ attempts.partialValue)
    var rank = first
    var claimed: [RESPValue] = []
    var deleted: [StreamID] = []
    let candidates = group.pending.slice(first..<max(first, limit))
    for candidate in candidates {
        if count == 0 { break }
        rank += 1
        guard let entry = stream.entry(candidate.id) else {
            deleted.append(candidate.id)
            count -= 1
            continue
        }
        if minimumIdle > 0, call.now - candidate.deliveredAt < minimumIdle { continue }
        call.apply(
            .pending(
                key, name, candidate.id, consumer: consumer, deliveredAt: call.now,
                deliveries: justIDs ? candidate.deliveries : candidate.deliveries + 1))
        claimed.append(justIDs ? candidate.id.reply : entry.reply)
        count -= 1
    }
    let next = group.pending[rank: rank]?.id ?? .zero
    if !deleted.isEmpty { call.apply(.pendingRemove(key, name, deleted)) }
    return .array([next.reply, .array(claimed), .array(deleted.map(\.reply))])
}
