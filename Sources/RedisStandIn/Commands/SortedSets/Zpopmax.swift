extension Command {
    /// `ZPOPMAX key [count]`
    ///
    /// Remove and return members with the highest scores in a sorted set. See <https://redis.io/commands/zpopmax/>.
    static let zpopmax = Command(
        "zpopmax", arity: -2, flags: [.write, .fast], keys: .one, group: .sortedSet, since: "5.0.0",
        summary: "Remove and return members with the highest scores in a sorted set",
        reply: { call throws(RedisError) in
            try ScoreEnd.highest.reply(call)
        })
}
