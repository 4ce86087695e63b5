import Fidelity

extension Command {
    /// `CLIENT LIST [TYPE NORMAL|MASTER|REPLICA|PUBSUB] [ID client-id [client-id ...]]`
    ///
    /// Get the list of client connections. See <https://redis.io/commands/client-list/>.
    static let clientList = Command(
        "client|list", arity: -2, flags: [.admin, .noscript, .loading, .stale], group: .connection, since: "2.4.0",
        summary: "Get the list of client connections",
        fidelity: .approximate("sizes of buffers, memory and the descriptor are not measured"),
        reply: { call throws(RedisError) in
            let lines = try clientsToList(call).map {
                clientLine($0, now: call.now, request: $0 === call.client ? call.wireBytes : 0) + "\n"
            }.joined()
            return .verbatim(format: "txt", Array(lines.utf8))
        })
}
