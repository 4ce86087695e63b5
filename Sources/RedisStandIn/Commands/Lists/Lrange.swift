extension Command {
    /// `LRANGE key start stop`
    ///
    /// Get a range of elements from a list. See <https://redis.io/commands/lrange/>.
    static let lrange = Command(
        "lrange", arity: 4, flags: [.readonly], keys: .one, group: .list, since: "1.0.0",
        summary: "Get a range of elements from a list",
        reply: { call throws(RedisError) in
            let (start, end) = (try call.integer(2), try call.integer(3))
            guard let list = try call.list(call.key(1)), let range = range(from: start, to: end, in: list.items.count)
            else {
                return .array([])
            }
            return .array(list.items.map(range) { .bulk($0) })
        })
}
