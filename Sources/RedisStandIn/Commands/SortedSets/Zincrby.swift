extension Command {
    /// `ZINCRBY key increment member`
    ///
    /// Increment the score of a member in a sorted set. See <https://redis.io/commands/zincrby/>.
    static let zincrby = Command(
        "zincrby", arity: 4, flags: [.write, .denyoom, .fast], keys: .one, group: .sortedSet, since: "1.2.0",
        summary: "Increment the score of a member in a sorted set",
        reply: { call throws(RedisError) in
            try addScores(call, from: 2, increments: true)
        })
}
