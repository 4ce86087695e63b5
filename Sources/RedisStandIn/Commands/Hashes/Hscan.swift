extension Command {
    /// `HSCAN key cursor [MATCH pattern] [COUNT count]`
    ///
    /// Incrementally iterate hash fields and associated values. See <https://redis.io/commands/hscan/>.
    static let hscan = Command(
        "hscan", arity: -3, flags: [.readonly], keys: .one, group: .hash, since: "2.8.0",
        summary: "Incrementally iterate hash fields and associated values",
        reply: { call throws(RedisError) in
            let options = try ScanOptions(call, at: 2, allowsType: false)
            guard let hash = try call.hash(call.key(1)) else { return options.reply(next: 0, []) }
            // A small hash comes whole, whatever COUNT says.
            let limit = hash.isLarge ? options.count : Int.max
            let (found, next) = hash.fields.scan(from: hash.isLarge ? options.cursor : 0, limit: limit)
            return options.reply(
                next: next,
                found.filter { options.matches($0.key) }.flatMap { [.bulk($0.key.bytes), .bulk($0.value)] })
        })
}
