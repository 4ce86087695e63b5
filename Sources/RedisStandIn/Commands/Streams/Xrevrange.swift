extension Command {
    /// `XREVRANGE key end start [COUNT count]`
    ///
    /// Return a range of elements in a stream, with IDs matching the specified IDs interval, in reverse order (from
    /// greater to smaller IDs) compared to XRANGE. See <https://redis.io/commands/xrevrange/>.
    static let xrevrange = Command(
        "xrevrange", arity: -4, flags: [.readonly], keys: .one, group: .stream, since: "5.0.0",
        summary:
            "Return a range of elements in a stream, with IDs matching the specified IDs interval, in reverse order (from greater to smaller IDs) compared to XRANGE",
        reply: { call throws(RedisError) in
            try streamRange(call, first: 3, last: 2, isReversed: true)
        })
}
