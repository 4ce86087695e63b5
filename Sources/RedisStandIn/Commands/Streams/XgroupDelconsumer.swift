extension Command {
    /// `XGROUP DELCONSUMER key groupname consumername`
    ///
    /// Delete a consumer from a consumer group. See <https://redis.io/commands/xgroup-delconsumer/>.
    static let xgroupDelconsumer = Command(
        "xgroup|delconsumer", arity: 5, flags: [.write], keys: KeyPositions(first: 2, last: 2, step: 1), group: .stream,
        since: "5.0.0",
        summary: "Delete a consumer from a consumer group",
        reply: { call throws(RedisError) in
            let (_, group) = try call.existingGroup()
            guard let consumer = group[consumer: call.key(4)] else { return .integer(0) }
            let pending = consumer.pending.count
            call.apply(.consumerDelete(call.key(2), call.key(3), call.key(4)))
            return .count(pending)
        })
}
