extension Command {
    /// `XREAD [COUNT count] [BLOCK milliseconds] STREAMS key [key ...] id [id ...]`
    ///
    /// Return never seen elements in multiple streams, with IDs greater than the ones reported by the caller for each
    /// stream. Can block. See <https://redis.io/commands/xread/>.
    static let xread = Command(
        "xread", arity: -4, flags: [.readonly, .blocking, .movableKeys], group: .stream, since: "5.0.0",
        summary:
            "Return never seen elements in multiple streams, with IDs greater than the ones reported by the caller for each stream. Can block",
        outcome: { call throws(RedisError) in
            try StreamRead(call, isGroup: false).outcome(call)
        })
}
