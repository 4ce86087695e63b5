extension Command {
    /// `LSET key index element`
    ///
    /// Set the value of an element in a list by its index. See <https://redis.io/commands/lset/>.
    static let lset = Command(
        "lset", arity: 4, flags: [.write, .denyoom], keys: .one, group: .list, since: "1.0.0",
        summary: "Set the value of an element in a list by its index",
        reply: { call throws(RedisError) in
            guard let list = try call.list(call.key(1)) else { throw .noSuchKey }
            let index = try call.integer(2)
            let place = Int(clamping: index < 0 ? index &+ Int64(list.items.count) : index)
            guard (0..<list.items.count).contains(place) else { throw .indexOutOfRange }
            call.apply(.listSet(call.key(1), place, call[3]))
            return .ok
        })
}
