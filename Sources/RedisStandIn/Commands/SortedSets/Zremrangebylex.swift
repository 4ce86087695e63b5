extension Command {
    /// `ZREMRANGEBYLEX key min max`
    ///
    /// Remove all members in a sorted set between the given lexicographical range. See
    /// <https://redis.io/commands/zremrangebylex/>.
    static let zremrangebylex = Command(
        "zremrangebylex", arity: 4, flags: [.write], keys: .one, group: .sortedSet, since: "2.8.9",
        summary: "Remove all members in a sorted set between the given lexicographical range",
        reply: { call throws(RedisError) in
            let range = try MemberRange(minimum: call[2], maximum: call[3])
            return try removeRange(call) { range.ranks(in: $0) }
        })
}
