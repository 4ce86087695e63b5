import Fidelity

extension Command {
    /// `CLIENT INFO`
    ///
    /// Returns information about the current client connection. See <https://redis.io/commands/client-info/>.
    static let clientInfo = Command(
        "client|info", arity: 2, flags: [.noscript, .loading, .stale], group: .connection, since: "6.2.0",
        summary: "Returns information about the current client connection",
        fidelity: .approximate("sizes of buffers, memory and the descriptor are not measured"),
        reply: { call throws(RedisError) in
            .verbatim(
                format: "txt", Array((clientLine(call.client, now: call.now, request: call.wireBytes) + "\n").utf8))
        })
}
