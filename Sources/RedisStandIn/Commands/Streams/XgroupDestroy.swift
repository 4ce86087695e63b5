extension Command {
    /// `XGROUP DESTROY key groupname`
    ///
    /// Destroy a consumer group. See <https://redis.io/commands/xgroup-destroy/>.
    static let xgroupDestroy = Command(
        "xgroup|destroy", arity: 4, flags: [.write], keys: KeyPositions(first: 2, last: 2, step: 1), group: .stream,
        since: "5.0.0",
        summary: "Destroy a consumer group",
        reply: { call throws(RedisError) in
            guard let stream = try call.stream(call.key(2)) else { throw .noKeyForGroup }
            if stream[group: call.key(3)] == nil { return .integer(0) }
            call.apply(.groupDestroy(call.key(2), call.key(3)))
            return .integer(1)
        })
}
