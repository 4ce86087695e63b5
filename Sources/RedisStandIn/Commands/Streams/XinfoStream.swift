import Fidelity

extension Command {
    /// `XINFO STREAM key [FULL [COUNT count]]`
    ///
    /// Get information about a stream. See <https://redis.io/commands/xinfo-stream/>.
    static let xinfoStream = Command(
        "xinfo|stream", arity: -3, flags: [.readonly], keys: KeyPositions(first: 2, last: 2, step: 1), group: .stream,
        since: "5.0.0",
        summary: "Get information about a stream",
        fidelity: .approximate("the sizes of the radix tree are counted as if every node had 100 entries"),
        reply: { call throws(RedisError) in
            try streamInformation(call)
        })
}
