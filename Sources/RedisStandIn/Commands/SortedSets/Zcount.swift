extension Command {
    /// `ZCOUNT key min max`
    ///
    /// Count the members in a sorted set with scores within the given values. See
    /// <https://redis.io/commands/zcount/>.
    static let zcount = Command(
        "zcount", arity: 4, flags: [.readonly, .fast], keys: .one, group: .sortedSet, since: "2.0.0",
        summary: "Count the members in a sorted set with scores within the given values",
        reply: { call throws(RedisError) in
            let range = try ScoreRange(minimum: call[2], maximum: call[3])
            return .count(try call.sortedSet(call.key(1)).map { range.ranks(in: $0).count } ?? 0)
        })
}
