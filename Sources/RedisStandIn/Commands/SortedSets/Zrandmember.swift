extension Command {
    /// `ZRANDMEMBER key [count [WITHSCORES]]`
    ///
    /// Get one or multiple random elements from a sorted set. See <https://redis.io/commands/zrandmember/>.
    static let zrandmember = Command(
        "zrandmember", arity: -2, flags: [.readonly], keys: .one, group: .sortedSet, since: "6.2.0",
        summary: "Get one or multiple random elements from a sorted set",
        reply: { call throws(RedisError) in
            if call.count > 4 || (call.count == 4 && call.option(3) != "WITHSCORES") { throw .syntax }
            if call.count == 2 {
                let element = try call.sortedSet(call.key(1))?.scores.randomElement { call.random(below: $0) }
                return element.map { .bulk($0.key.bytes) } ?? .null
            }
            let count = try randomCount(call)
            let drawn = try call.sortedSet(call.key(1)).map { randomElements($0.scores, count, call) } ?? []
            return scoredReply(drawn.map { SortedSet.Element(score: $0.1, member: $0.0) }, withScores: call.count == 4)
        })
}
