extension Command {
    /// `XDEL key id [id ...]`
    ///
    /// Removes the specified entries from the stream. Returns the number of items actually deleted, that may be
    /// different from the number of IDs passed in case certain IDs do not exist. See
    /// <https://redis.io/commands/xdel/>.
    static let xdel = Command(
        "xdel", arity: -3, flags: [.write, .fast], keys: .one, group: .stream, since: "5.0.0",
        summary:
            "Removes the specified entries from the stream. Returns the number of items actually deleted, that may be different from the number of IDs passed in case certain IDs do not exist",
        reply: { call throws(RedisError) in
            var ids: [StreamID] = []
            for index in 2..<call.count { ids.append(try call.streamID(index)) }
            guard let stream = try call.stream(call.key(1)) else { return .integer(0) }
            var present: [StreamID] = []
            for id in ids where stream.entry(id) != nil && !present.contains(id) { present.append(id) }
            if !present.isEmpty { call.apply(.streamDelete(call.key(1), present)) }
            return .count(present.count)
        })
}
