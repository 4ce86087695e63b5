extension Command {
    /// `ZSCORE key member`
    ///
    /// Get the score associated with the given member in a sorted set. See <https://redis.io/commands/zscore/>.
    static let zscore = Command(
        "zscore", arity: 3, flags: [.readonly, .fast], keys: .one, group: .sortedSet, since: "1.2.0",
        summary: "Get the score associated with the given member in a sorted set",
        reply: { call throws(RedisError) in
            try call.sortedSet(call.key(1))?.scores[call.key(2)].map { .double($0) } ?? .null
        })
}
