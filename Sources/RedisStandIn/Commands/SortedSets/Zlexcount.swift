extension Command {
    /// `ZLEXCOUNT key min max`
    ///
    /// Count the number of members in a sorted set between a given lexicographical range. See
    /// <https://redis.io/commands/zlexcount/>.
    static let zlexcount = Command(
        "zlexcount", arity: 4, flags: [.readonly, .fast], keys: .one, group: .sortedSet, since: "2.8.9",
        summary: "Count the number of members in a sorted set between a given lexicographical range",
        reply: { call throws(RedisError) in
            let range = try MemberRange(minimum: call[2], maximum: call[3])
            return .count(try call.sortedSet(call.key(1)).map { range.ranks(in: $0).count } ?? 0)
        })
}
