extension Command {
    /// `LREM key count element`
    ///
    /// Remove elements from a list. See <https://redis.io/commands/lrem/>.
    static let lrem = Command(
        "lrem", arity: 4, flags: [.write], keys: .one, group: .list, since: "1.0.0",
        summary: "Remove elements from a list",
        reply: { call throws(RedisError) in
            let count = try call.integer(2)
            guard let list = try call.list(call.key(1)) else { return .integer(0) }
            var items = list.items.elements
            var places = items.indices.filter { items[$0] == call[3] }
            if count < 0 { places.reverse() }
            if count != 0 { places = Array(places.prefix(Int(clamping: count.magnitude))) }
            if places.isEmpty { return .integer(0) }
            for place in places.sorted(by: >) { items.remove(at: place) }
            call.apply(.list(call.key(1), items))
            return .count(places.count)
        })
}
