extension Command {
    /// `ZRANGEBYLEX key min max [LIMIT offset count]`
    ///
    /// Return a range of members in a sorted set, by lexicographical range. See
    /// <https://redis.io/commands/zrangebylex/>.
    static let zrangebylex = Command(
        "zrangebylex", arity: -4, flags: [.readonly], keys: .one, group: .sortedSet, since: "2.8.9",
        summary: "Return a range of members in a sorted set, by lexicographical range",
        reply: { call throws(RedisError) in
            try RangeQuery(call, at: 2, kind: .member, allowsScores: false).reply(call)
        })
}
