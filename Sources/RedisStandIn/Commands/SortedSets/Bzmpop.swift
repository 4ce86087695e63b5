extension Command {
    /// `BZMPOP timeout numkeys key [key ...] <MIN|MAX> [COUNT count]`
    ///
    /// Remove and return members with scores in a sorted set or block until one is available. See
    /// <https://redis.io/commands/bzmpop/>.
    static let bzmpop = Command(
        "bzmpop", arity: -5, flags: [.write, .blocking, .movableKeys], group: .sortedSet, since: "7.0.0",
        summary: "Remove and return members with scores in a sorted set or block until one is available",
        outcome: { call throws(RedisError) in
            let deadline = try call.deadline(1)
            let (keys, end, count) = try multipleScorePopOptions(call, at: 2)
            if let reply = try popMultipleScores(call, keys, end, count) { return .reply(reply) }
            return .wait(
                WaitRequest(keys: keys, deadline: deadline, timeoutReply: .nullArray) { call, key throws(RedisError) in
                    guard case .sortedSet? = call.entry(key)?.value else { return nil }
                    return try popMultipleScores(call, [key], end, count)
                })
        })
}
