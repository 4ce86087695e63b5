extension Command {
    /// `ZPOPMIN key [count]`
    ///
    /// Remove and return members with the lowest scores in a sorted set. See <https://redis.io/commands/zpopmin/>.
    static let zpopmin = Command(
        "zpopmin", arity: -2, flags: [.write, .fast], keys: .one, group: .sortedSet, since: "5.0.0",
        summary: "Remove and return members with the lowest scores in a sorted set",
        reply: { call throws(RedisError) in
            try ScoreEnd.lowest.reply(call)
        })
}
