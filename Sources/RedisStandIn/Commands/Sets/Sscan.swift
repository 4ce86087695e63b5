extension Command {
    /// `SSCAN key cursor [MATCH pattern] [COUNT count]`
    ///
    /// Incrementally iterate Set elements. See <https://redis.io/commands/sscan/>.
    static let sscan = Command(
        "sscan", arity: -3, flags: [.readonly], keys: .one, group: .set, since: "2.8.0",
        summary: "Incrementally iterate Set elements",
        reply: { call throws(RedisError) in
            let options = try ScanOptions(call, at: 2, allowsType: false)
            guard let set = try call.set(call.key(1)) else { return options.reply(next: 0, []) }
            if set.isIntegers {
                return options.reply(next: 0, set.ordered.filter(options.matches).map { .bulk($0.bytes) })
            }
            let (found, next) = set.members.scan(from: options.cursor, limit: options.count)
            return options.reply(next: next, found.map(\.key).filter(options.matches).map { .bulk($0.bytes) })
        })
}
