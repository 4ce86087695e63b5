extension Command {
    /// The subcommands of `SLOWLOG`. See <https://redis.io/commands/slowlog/>.
    static let slowlog = Command(
        "slowlog", arity: -2, flags: [], group: .server, since: "2.2.12",
        summary: "A container for slow log commands",
        subcommands: [.slowlogGet, .help("slowlog", since: "6.2.0"), .slowlogLen, .slowlogReset], body: .container)

    static let slowlogGet = Command(
        "slowlog|get", arity: -2, flags: [.admin, .loading, .stale], group: .server, since: "2.2.12",
        summary: "Get the slow log's entries",
        reply: { call throws(RedisError) in
            if call.count > 3 { throw .wrongArity("slowlog|get") }
            var count = 10
            if call.count == 3 {
                let asked = try call.integer(2)
                if asked < -1 { throw RedisError("ERR count should be greater than or equal to -1") }
                count = asked == -1 ? .max : Int(clamping: asked)
            }
            return .array(
                call.engine.slowLog.entries.prefix(count).map { entry in
                    .array([
                        .integer(entry.id), .integer(entry.time), .integer(entry.microseconds),
                        .array(entry.words.map { .bulk($0) }), .text(entry.address), .text(entry.name),
                    ])
                })
        })

    static let slowlogLen = Command(
        "slowlog|len", arity: 2, flags: [.admin, .loading, .stale], group: .server, since: "2.2.12",
        summary: "Get the slow log's length",
        reply: { call throws(RedisError) in .count(call.engine.slowLog.entries.count) })

    static let slowlogReset = Command(
        "slowlog|reset", arity: 2, flags: [.admin, .loading, .stale], group: .server, since: "2.2.12",
        summary: "Clear all entries from the slow log",
        reply: { call throws(RedisError) in
            call.engine.slowLog.reset()
            return .ok
        })
}
