extension Command {
    /// `LINDEX key index`
    ///
    /// Get an element from a list by its index. See <https://redis.io/commands/lindex/>.
    static let lindex = Command(
        "lindex", arity: 3, flags: [.readonly], keys: .one, group: .list, since: "1.0.0",
        summary: "Get an element from a list by its index",
        reply: { call throws(RedisError) in
            guard let list = try call.list(call.key(1)) else { return .null }
            let index = try call.integer(2)
            return list.items[Int(clamping: index < 0 ? index &+ Int64(list.items.count) : index)].map { .bulk($0) }
                ?? .null
        })
}
