extension Command {
    /// `ZADD key [NX|XX] [GT|LT] [CH] [INCR] score member [score member ...]`
    ///
    /// Add one or more members to a sorted set, or update its score if it already exists. See
    /// <https://redis.io/commands/zadd/>.
    static let zadd = Command(
        "zadd", arity: -4, flags: [.write, .denyoom, .fast], keys: .one, group: .sortedSet, since: "1.2.0",
        summary: "Add one or more members to a sorted set, or update its score if it already exists",
        reply: { call throws(RedisError) in
            try addScores(call, from: 2)
        })
}
