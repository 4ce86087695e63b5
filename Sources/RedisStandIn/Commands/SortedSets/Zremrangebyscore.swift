extension Command {
    /// `ZREMRANGEBYSCORE key min max`
    ///
    /// Remove all members in a sorted set within the given scores. See <https://redis.io/commands/zremrangebyscore/>.
    static let zremrangebyscore = Command(
        "zremrangebyscore", arity: 4, flags: [.write], keys: .one, group: .sortedSet, since: "1.2.0",
        summary: "Remove all members in a sorted set within the given scores",
        reply: { call throws(RedisError) in
            let range = try ScoreRange(minimum: call[2], maximum: call[3])
            return try removeRange(call) { range.ranks(in: $0) }
        })
}
