extension Command {
    /// `XCLAIM key group consumer min-idle-time id [id ...] [IDLE ms] [TIME unix-time-milliseconds] [RETRYCOUNT
    /// count] [FORCE] [JUSTID] [LASTID id]`
    ///
    /// Changes (or acquires) ownership of a message in a consumer group, as if the message was delivered to the
    /// specified consumer. See <https://redis.io/commands/xclaim/>.
    static let xclaim = Command(
        "xclaim", arity: -6, flags: [.write, .fast], keys: .one, group: .stream, since: "5.0.0",
        summary:
            "Changes (or acquires) ownership of a message in a consumer group, as if the message was delivered to the specified consumer",
        reply: { call throws(RedisError) in
            try claim(call)
        })
}
