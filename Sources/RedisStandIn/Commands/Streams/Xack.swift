extension Command {
    /// `XACK key group id [id ...]`
    ///
    /// Marks a pending message as correctly processed, effectively removing it from the pending entries list of the
    /// consumer group. Return value of the command is the number of messages successfully acknowledged, that is, the
    /// IDs we were actually able to resolve in the PEL. See <https://redis.io/commands/xack/>.
    static let xack = Command(
        "xack", arity: -4, flags: [.write, .fast], keys: .one, group: .stream, since: "5.0.0",
        summary:
            "Marks a pending message as correctly processed, effectively removing it from the pending entries list of the consumer group. Return value of the command is the number of messages successfully acknowledged, that is, the IDs we were actually able to resolve in the PEL",
        reply: { call throws(RedisError) in
            guard let group = try call.stream(call.key(1))?[group: call.key(2)] else { return .integer(0) }
            var ids: [StreamID] = []
            for index in 3..<call.count {
                let id = try call.streamID(index)
                if group.pending(id) != nil, !ids.contains(id) { ids.append(id) }
            }
            if !ids.isEmpty { call.apply(.pendingRemove(call.key(1), call.key(2), ids)) }
            return .count(ids.count)
        })
}
