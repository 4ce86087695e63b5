extension Command {
    /// `XPENDING key group [[IDLE min-idle-time] start end count [consumer]]`
    ///
    /// Return information and entries from a stream consumer group pending entries list, that are messages fetched
    /// but never acknowledged. See <https://redis.io/commands/xpending/>.
    static let xpending = Command(
        "xpending", arity: -3, flags: [.readonly], keys: .one, group: .stream, since: "5.0.0",
        summary:
            "Return information and entries from a stream consumer group pending entries list, that are messages fetched but never acknowledged",
        reply: { call throws(RedisError) in
            try pendingReply(call)
        })
}
