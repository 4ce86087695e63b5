extension Command {
    /// `XGROUP CREATECONSUMER key groupname consumername`
    ///
    /// Create a consumer in a consumer group. See <https://redis.io/commands/xgroup-createconsumer/>.
    static let xgroupCreateconsumer = Command(
        "xgroup|createconsumer", arity: 5, flags: [.write, .denyoom], keys: KeyPositions(first: 2, last: 2, step: 1),
        group: .stream, since: "6.2.0",
        summary: "Create a consumer in a consumer group",
        reply: { call throws(RedisError) in
            let (_, group) = try call.existingGroup()
            if group[consumer: call.key(4)] != nil { return .integer(0) }
            call.noteConsumer(call.key(2), group, call.key(4))
            return .integer(1)
        })
}
