extension Command {
    /// `SINTERCARD numkeys key [key ...] [LIMIT limit]`
    ///
    /// Intersect multiple sets and return the cardinality of the result. See <https://redis.io/commands/sintercard/>.
    static let sintercard = Command(
        "sintercard", arity: -3, flags: [.readonly, .movableKeys], group: .set, since: "7.0.0",
        summary: "Intersect multiple sets and return the cardinality of the result",
        reply: { call throws(RedisError) in
            let number = try call.int(1, or: .keyCountNotPositive)
            if number < 1 { throw .keyCountNotPositive }
            if number > call.count - 2 { throw .tooManyKeys }
            var limit = 0
            var index = 2 + number
            while index < call.count {
                guard call.option(index) == "LIMIT", index + 1 < call.count else { throw .syntax }
                limit = try call.int(index + 1, or: .negativeLimit)
                if limit < 0 { throw .negativeLimit }
                index += 2
            }
            let count = try SetOperation.intersection.members((2..<(2 + number)).map { call.key($0) }, call).count
            return .count(limit == 0 ? count : min(limit, count))
        })
}
