extension Command {
    /// `ZREMRANGEBYRANK key start stop`
    ///
    /// Remove all members in a sorted set within the given indexes. See <https://redis.io/commands/zremrangebyrank/>.
    static let zremrangebyrank = Command(
        "zremrangebyrank", arity: 4, flags: [.write], keys: .one, group: .sortedSet, since: "2.0.0",
        summary: "Remove all members in a sorted set within the given indexes",
        reply: { call throws(RedisError) in
            let (start, end) = (try call.integer(2), try call.integer(3))
            return try removeRange(call) { range(from: start, to: end, in: $0.count) }
        })
}
