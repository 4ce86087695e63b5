extension Command {
    /// `ZREVRANGEBYLEX key max min [LIMIT offset count]`
    ///
    /// Return a range of members in a sorted set, by lexicographical range, ordered from higher to lower strings. See
    /// <https://redis.io/commands/zrevrangebylex/>.
    static let zrevrangebylex = Command(
        "zrevrangebylex", arity: -4, flags: [.readonly], keys: .one, group: .sortedSet, since: "2.8.9",
        summary:
            "Return a range of members in a sorted set, by lexicographical range, ordered from higher to lower strings",
        reply: { call throws(RedisError) in
            try RangeQuery(call, at: 2, kind: .member, isReversed: true, allowsScores: false).reply(call)
        })
}
