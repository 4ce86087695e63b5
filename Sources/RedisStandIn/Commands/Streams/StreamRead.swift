/// What `XREAD` and `XREADGROUP` ask for.
struct StreamRead {
    /// Where the reading of one stream begins.
    enum Start: Equatable {
        case after(StreamID)
        /// `>`: what was never delivered to the group.
        case new
    }

    var group: Key?
    var consumer = Key("")
    var count = Int.max
    /// In milliseconds; nil does not wait.
    var block: Int64?
    var acknowledges = true
    var keys: [Key] = []
    var starts: [Start] = []

    init(_ call: Invocation, isGroup: Bool) throws(RedisError) {
        var index = 1
        var first: Int?
        while index < call.count, first == nil {
            let rest = call.count - index - 1
            switch call.option(index) {
            case "BLOCK" where rest >= 1:
                let time = try call.integer(index + 1, or: .timeoutNotAnInteger)
                if time < 0 { throw .negativeTimeout }
                if call.client.isScript {
                    let name = String(decoding: call[0], as: UTF8.self)
                    throw RedisError("ERR \(name) command is not allowed with BLOCK option from scripts")
                }
                block = time
                index += 2
            case "COUNT" where rest >= 1:
                let value = try call.int(index + 1)
                count = value <= 0 ? Int.max : value
                index += 2
            case "STREAMS" where rest >= 1: first = index + 1
            case "GROUP" where rest >= 2:
                if !isGroup {
                    throw RedisError("ERR The GROUP option is only supported by XREADGROUP. You called XREAD instead.")
                }
                group = call.key(index + 1)
                consumer = call.key(index + 2)
                index += 3
            case "NOACK":
                if !isGroup {
                    throw RedisError("ERR The NOACK option is only supported by XREADGROUP. You called XREAD instead.")
                }
                acknowledges = false
                index += 1
            default: throw .syntax
            }
        }
        guard let first else { throw .syntax }
        let streams = call.count - first
        if !streams.isMultiple(of: 2) { throw .unbalancedStreams }
        if isGroup, group == nil { throw RedisError("ERR Missing GROUP option for XREADGROUP") }
        for place in 0..<(streams / 2) {
            let key = call.key(first + place)
            keys.append(key)
            let stream = try call.stream(key)
            if let group, stream?[group: group] == nil { throw .noKeyOrGroupForRead(key, group) }
            starts.append(try start(call, first + streams / 2 + place, stream))
        }
    }

    private func start(_ call: Invocation, _ index: Int, _ stream: Stream?) throws(RedisError) -> Start {
        if call[index] == [UInt8(ascii: "$")] {
            if group != nil {
                throw RedisError(
                    "ERR The $ ID is meaningless in the context of XREADGROUP: you want to read the history of this consumer by specifying a proper ID, or use the > ID to get new messages. The $ ID would just return an empty result set."
                )
            }
            return .after(stream?.lastID ?? .zero)
        }
        if call[index] == [UInt8(ascii: ">")] {
            if group == nil {
                throw RedisError(
                    "ERR The > ID can be specified only when calling XREADGROUP using the GROUP <group> <consumer> option."
                )
            }
            return .new
        }
        return .after(try call.streamID(index))
    }

    /// What one stream has for the reader; nil when that is nothing.
    func entries(of key: Key, from start: Start, _ call: Invocation) throws(RedisError) -> RESPValue? {
        guard let stream = try call.stream(key) else { return nil }
        guard let name = group else {
            guard case .after(let id) = start, let next = id.next, stream.lastID > id else { return nil }
            let found = stream.entries(in: next...(.max), count: count)
            return found.isEmpty ? nil : .array(found.map(\.reply))
        }
        guard let group = stream[group: name] else { throw .noKeyOrGroupForRead(key, name) }
        switch start {
        case .after(let id):
            call.noteConsumer(key, group, consumer)
            return history(of: group, in: stream, after: id)
        case .new:
            guard let next = group.lastID.next else { return nil }
            let found = stream.entries(in: next...(.max), count: count)
            guard let last = found.last else { return nil }
            call.noteConsumer(key, group, consumer)
            deliver(found, upTo: last.id, of: stream, key, group, call)
            return .array(found.map(\.reply))
        }
    }

    private func deliver(
        _ found: [Stream.Entry], upTo last: StreamID, of stream: Stream, _ key: Key, _ group: ConsumerGroup,
        _ call: Invocation
    ) {
        let read = stream.entriesRead(by: group, delivering: found)
        if acknowledges {
            for entry in found {
                call.apply(
                    .pending(
                        key, group.name, entry.id, consumer: consumer, deliveredAt: call.now, deliveries: 1))
            }
        }
        call.apply(.group(key, group.name, lastID: last, entriesRead: read))
    }

    /// What this consumer has not acknowledged; entries deleted since have no fields.
    private func history(of group: ConsumerGroup, in stream: Stream, after id: StreamID) -> RESPValue {
        guard let next = id.next, let pending = group[consumer: consumer]?.pending else { return .array([]) }
        let start = pending.rank { $0.id >= next }
        let end = start.addingReportingOverflow(count)
        return .array(
            pending.slice(start..<(end.overflow ? pending.count : max(start, end.partialValue))).map { entry in
                stream.entry(entry.id)?.reply ?? .array([entry.id.reply, .nullArray])
            })
    }

    /// The whole reply; nil when no stream has anything.
    func reply(_ call: Invocation) throws(RedisError) -> RESPValue? {
        var pairs: [RESPValue] = []
        for (key, start) in zip(keys, starts) {
            if let entries = try entries(of: key, from: start, call) { pairs += [.bulk(key.bytes), entries] }
        }
        return pairs.isEmpty ? nil : .entries(pairs)
    }

    func outcome(_ call: Invocation) throws(RedisError) -> Outcome {
        if let reply = try reply(call) { return .reply(reply) }
        guard let block else { return .reply(.nullArray) }
        let (deadline, overflowed) = call.now.addingReportingOverflow(block)
        if overflowed { throw .timeoutOutOfRange }
        return .wait(
            WaitRequest(keys: keys, deadline: block == 0 ? nil : deadline, timeoutReply: .nullArray) {
                call, key throws(RedisError) in try retry(call, key)
            })
    }

    private func retry(_ call: Invocation, _ key: Key) throws(RedisError) -> RESPValue? {
        guard let place = keys.firstIndex(of: key) else { return nil }
        if let group {
            switch call.entry(key)?.value {
            case .stream(let stream)?:
                if stream[group: group] == nil {
                    throw RedisError("NOGROUP the consumer group this client was blocked on no longer exists")
                }
            default: throw RedisError("UNBLOCKED the stream key no longer exists")
            }
        } else {
            guard case .stream? = call.entry(key)?.value else { return nil }
        }
        return try entries(of: key, from: starts[place], call).map { .entries([.bulk(key.bytes), $0]) }
    }
}

extension Stream {
    /// The group's counter after `found` was delivered; nil when it cannot be known.
    ///
    /// It follows `streamReplyWithRange` and `streamEstimateDistanceFromFirstEverEntry` of Redis 7.0 (t_stream.c).
    func entriesRead(by group: ConsumerGroup, delivering found: [Entry]) -> Int64? {
        var read = group.entriesRead
        for entry in found {
            if let before = read, !hasTombstone(from: entry.id) {
                read = before &+ 1
            } else if entriesAdded > 0 {
                read = logicalPosition(of: entry.id)
            }
        }
        return read
    }

    /// Whether an entry after `start` was deleted from within.
    func hasTombstone(from start: StreamID) -> Bool {
        if entries.isEmpty || maxDeletedID == .zero { return false }
        return start <= maxDeletedID
    }

    /// How many entries were ever added up to `id`; nil when deletions hide it.
    func logicalPosition(of id: StreamID) -> Int64? {
        if entriesAdded == 0 { return 0 }
        if entries.isEmpty, id <= lastID { return entriesAdded }
        if id == lastID { return entriesAdded }
        if id > lastID { return nil }
        if maxDeletedID == .zero || maxDeletedID < firstID {
            if id < firstID { return entriesAdded - Int64(entries.count) }
            if id == firstID { return entriesAdded - Int64(entries.count) + 1 }
        }
        return nil
    }

    /// How many entries the group has not read yet; nil when it cannot be known.
    func lag(of group: ConsumerGroup) -> Int64? {
        if entriesAdded == 0 { return 0 }
        if let read = group.entriesRead, !hasTombstone(from: group.lastID) { return entriesAdded - read }
        return logicalPosition(of: group.lastID).map { entriesAdded - $0 }
    }
}
