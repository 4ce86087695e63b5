extension Command {
    /// `ZINTERCARD numkeys key [key ...] [LIMIT limit]`
    ///
    /// Intersect multiple sorted sets and return the cardinality of the result. See
    /// <https://redis.io/commands/zintercard/>.
    static let zintercard = Command(
        "zintercard", arity: -3, flags: [.readonly, .movableKeys], group: .sortedSet, since: "7.0.0",
        summary: "Intersect multiple sorted sets and return the cardinality of the result",
        reply: { call throws(RedisError) in
            let number = try call.int(1)
            if number < 1 { throw .noInputKeys("zintercard") }
            if number > call.count - 2 { throw .syntax }
            var limit = 0
            let options = 2 + number
            if call.count > options {
                guard call.option(options) == "LIMIT", call.count == options + 2 else { throw .syntax }
                limit = try call.int(options + 1, or: .negativeLimit)
                if limit < 0 { throw .negativeLimit }
            }
            let inputs = Invocation(
                engine: call.engine, client: call.client, command: call.command,
                words: Array(call.words.prefix(options)))
            let operation = try ScoreOperation(inputs, at: 1, allowsScores: false, allowsWeights: false)
            let count = try operation.elements(.intersection, call).count
            return .count(limit == 0 ? count : min(limit, count))
        })
}
