extension Command {
    /// `ZMPOP numkeys key [key ...] <MIN|MAX> [COUNT count]`
    ///
    /// Remove and return members with scores in a sorted set. See <https://redis.io/commands/zmpop/>.
    static let zmpop = Command(
        "zmpop", arity: -4, flags: [.write, .movableKeys], group: .sortedSet, since: "7.0.0",
        summary: "Remove and return members with scores in a sorted set",
        reply: { call throws(RedisError) in
            let (keys, end, count) = try multipleScorePopOptions(call, at: 1)
            return try popMultipleScores(call, keys, end, count) ?? .nullArray
        })
}
