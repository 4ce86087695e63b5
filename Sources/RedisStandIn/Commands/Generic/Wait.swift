import Fidelity

extension Command {
    /// `WAIT numreplicas timeout`
    ///
    /// Wait for the synchronous replication of all the write commands sent in the context of the current connection.
    /// See <https://redis.io/commands/wait/>.
    static let wait = Command(
        "wait", arity: 3, flags: [.noscript], group: .generic, since: "3.0.0",
        summary:
            "Wait for the synchronous replication of all the write commands sent in the context of the current connection",
        fidelity: .approximate("there are no replicas: answers 0 at once"),
        reply: { call throws(RedisError) in
            _ = try call.integer(1)
            let timeout = try call.integer(2, or: .timeoutNotAnInteger)
            if timeout < 0 { throw .negativeTimeout }
            return .integer(0)
        })
}
