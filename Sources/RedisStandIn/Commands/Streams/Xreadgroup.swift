extension Command {
    /// `XREADGROUP GROUP group consumer [COUNT count] [BLOCK milliseconds] [NOACK] STREAMS key [key ...] id [id ...]`
    ///
    /// Return new entries from a stream using a consumer group, or access the history of the pending entries for a
    /// given consumer. Can block. See <https://redis.io/commands/xreadgroup/>.
    static let xreadgroup = Command(
        "xreadgroup", arity: -7, flags: [.write, .blocking, .movableKeys], group: .stream, since: "5.0.0",
        summary:
            "Return new entries from a stream using a consumer group, or access the history of the pending entries for a given consumer. Can block",
        outcome: { call throws(RedisError) in
            try StreamRead(call, isGroup: true).outcome(call)
        })
}
