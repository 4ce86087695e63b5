extension Command {
    /// `LINSERT key <BEFORE|AFTER> pivot element`
    ///
    /// Insert an element before or after another element in a list. See <https://redis.io/commands/linsert/>.
    static let linsert = Command(
        "linsert", arity: 5, flags: [.write, .denyoom], keys: .one, group: .list, since: "2.2.0",
        summary: "Insert an element before or after another element in a list",
        reply: { call throws(RedisError) in
            let places = ["BEFORE": 0, "AFTER": 1]
            guard let place = places[call.option(2)] else { throw .syntax }
            guard let list = try call.list(call.key(1)) else { return .integer(0) }
            var items = list.items.elements
            guard let pivot = items.firstIndex(of: call[3]) else { return .integer(-1) }
            items.insert(call[4], at: pivot + place)
            call.apply(.list(call.key(1), items))
            return .count(items.count)
        })
}
