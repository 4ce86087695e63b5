extension Command {
    /// `HRANDFIELD key [count [WITHVALUES]]`
    ///
    /// Get one or multiple random fields from a hash. See <https://redis.io/commands/hrandfield/>.
    static let hrandfield = Command(
        "hrandfield", arity: -2, flags: [.readonly], keys: .one, group: .hash, since: "6.2.0",
        summary: "Get one or multiple random fields from a hash",
        reply: { call throws(RedisError) in
            if call.count > 4 || (call.count == 4 && call.option(3) != "WITHVALUES") { throw .syntax }
            let hash: HashTable?
            if call.count == 2 {
                hash = try call.hash(call.key(1))
                return hash?.fields.randomElement { call.random(below: $0) }.map { .bulk($0.key.bytes) } ?? .null
            }
            let count = try randomCount(call)
            hash = try call.hash(call.key(1))
            let drawn = hash.map { randomElements($0.fields, count, call) } ?? []
            if call.count == 4 { return .pairs(drawn.flatMap { [.bulk($0.0.bytes), .bulk($0.1)] }) }
            return .array(drawn.map { .bulk($0.0.bytes) })
        })
}
