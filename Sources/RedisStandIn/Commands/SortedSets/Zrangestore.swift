extension Command {
    /// `ZRANGESTORE dst src min max [BYSCORE|BYLEX] [REV] [LIMIT offset count]`
    ///
    /// Store a range of members from sorted set into another key. See <https://redis.io/commands/zrangestore/>.
    static let zrangestore = Command(
        "zrangestore", arity: -5, flags: [.write, .denyoom], keys: KeyPositions(first: 1, last: 2, step: 1),
        group: .sortedSet, since: "6.2.0",
        summary: "Store a range of members from sorted set into another key",
        reply: { call throws(RedisError) in
            let query = try RangeQuery(call, at: 3, allowsScores: false)
            let found = try query.elements { () throws(RedisError) in try call.sortedSet(call.key(2)) }
            return storeElements(found, in: call.key(1), call)
        })
}
