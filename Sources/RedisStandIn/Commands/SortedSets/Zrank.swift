extension Command {
    /// `ZRANK key member`
    ///
    /// Determine the index of a member in a sorted set. See <https://redis.io/commands/zrank/>.
    static let zrank = Command(
        "zrank", arity: 3, flags: [.readonly, .fast], keys: .one, group: .sortedSet, since: "2.0.0",
        summary: "Determine the index of a member in a sorted set",
        reply: { call throws(RedisError) in
            try call.sortedSet(call.key(1))?.rank(of: call.key(2)).map { .count($0) } ?? .null
        })
}
