extension Command {
    /// `XAUTOCLAIM key group consumer min-idle-time start [COUNT count] [JUSTID]`
    ///
    /// Changes (or acquires) ownership of messages in a consumer group, as if the messages were delivered to the
    /// specified consumer. See <https://redis.io/commands/xautoclaim/>.
    static let xautoclaim = Command(
        "xautoclaim", arity: -6, flags: [.write, .fast], keys: .one, group: .stream, since: "6.2.0",
        summary:
            "Changes (or acquires) ownership of messages in a consumer group, as if the messages were delivered to the specified consumer",
        reply: { call throws(RedisError) in
            try autoClaim(call)
        })
}
