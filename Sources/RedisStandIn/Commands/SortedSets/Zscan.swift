extension Command {
    /// `ZSCAN key cursor [MATCH pattern] [COUNT count]`
    ///
    /// Incrementally iterate sorted sets elements and associated scores. See <https://redis.io/commands/zscan/>.
    static let zscan = Command(
        "zscan", arity: -3, flags: [.readonly], keys: .one, group: .sortedSet, since: "2.8.0",
        summary: "Incrementally iterate sorted sets elements and associated scores",
        reply: { call throws(RedisError) in
            let options = try ScanOptions(call, at: 2, allowsType: false)
            guard let set = try call.sortedSet(call.key(1)) else { return options.reply(next: 0, []) }
            func flat(_ elements: [(Key, Double)]) -> [RESPValue] {
                elements.filter { options.matches($0.0) }.flatMap { [.bulk($0.0.bytes), .text($0.1.redisText)] }
            }
            if !set.isLarge { return options.reply(next: 0, flat(set.order.elements.map { ($0.member, $0.score) })) }
            let (found, next) = set.scores.scan(from: options.cursor, limit: options.count)
            return options.reply(next: next, flat(found.map { ($0.key, $0.value) }))
        })
}
