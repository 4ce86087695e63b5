extension Invocation {
    /// The id at `index`: `ms-seq`, or `ms` with `missingSequence`; `-` and `+` where they are allowed.
    func streamID(
        _ index: Int, missingSequence: UInt64 = 0, allowsEnds: Bool = false
    ) throws(RedisError) -> StreamID {
        let word = self[index]
        if allowsEnds, word == [UInt8(ascii: "-")] { return .zero }
        if allowsEnds, word == [UInt8(ascii: "+")] { return .max }
        guard let id = StreamID(word, missingSequence: missingSequence) else { throw .invalidStreamID }
        return id
    }

    /// The first id of a range at `index`, where `(` leaves the id itself out.
    func rangeStart(_ index: Int) throws(RedisError) -> StreamID {
        guard self[index].first == UInt8(ascii: "(") else { return try streamID(index, allowsEnds: true) }
        guard let id = StreamID(Array(self[index].dropFirst()), missingSequence: 0) else { throw .invalidStreamID }
        guard let next = id.next else { throw RedisError("ERR invalid start ID for the interval") }
        return next
    }

    func rangeEnd(_ index: Int) throws(RedisError) -> StreamID {
        guard self[index].first == UInt8(ascii: "(") else {
            return try streamID(index, missingSequence: .max, allowsEnds: true)
        }
        guard let id = StreamID(Array(self[index].dropFirst()), missingSequence: .max) else { throw .invalidStreamID }
        guard let previous = id.previous else { throw RedisError("ERR invalid end ID for the interval") }
        return previous
    }

    /// The group `group` of the stream at `key`.
    ///
    /// - Throws: `NOGROUP`, with or without the key.
    func group(_ key: Key, _ name: Key) throws(RedisError) -> (Stream, ConsumerGroup) {
        guard let stream = try stream(key), let group = stream[group: name] else { throw .noKeyOrGroup(key, name) }
        return (stream, group)
    }

    /// Makes the consumer if it is missing, and notes that it was seen.
    func noteConsumer(_ key: Key, _ group: ConsumerGroup, _ name: Key) {
        let isNew = group[consumer: name] == nil
        if isNew || group[consumer: name]?.seenAt != now { apply(.consumer(key, group.name, name, seenAt: now)) }
        if isNew { engine.notify(.stream, "xgroup-createconsumer", key, in: client.database) }
    }
}

/// `XRANGE` and `XREVRANGE`; `first` and `last` are where the ends of the range stand.
func streamRange(_ call: Invocation, first: Int, last: Int, isReversed: Bool) throws(RedisError) -> RESPValue {
    let (start, end) = (try call.rangeStart(first), try call.rangeEnd(last))
    var count = Int.max
    if call.count > 4 {
        guard call.option(4) == "COUNT", call.count == 6 else { throw .syntax }
        count = max(0, try call.int(5))
    }
    guard let stream = try call.stream(call.key(1)) else { return .array([]) }
    if count == 0 { return .nullArray }
    if start > end { return .array([]) }
    return .array(stream.entries(in: start...end, count: count, reversed: isReversed).map(\.reply))
}
