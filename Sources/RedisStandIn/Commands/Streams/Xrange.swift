extension Command {
    /// `XRANGE key start end [COUNT count]`
    ///
    /// Return a range of elements in a stream, with IDs matching the specified IDs interval. See
    /// <https://redis.io/commands/xrange/>.
    static let xrange = Command(
        "xrange", arity: -4, flags: [.readonly], keys: .one, group: .stream, since: "5.0.0",
        summary: "Return a range of elements in a stream, with IDs matching the specified IDs interval",
        reply: { call throws(RedisError) in
            try streamRange(call, first: 2, last: 3, isReversed: false)
        })
}
