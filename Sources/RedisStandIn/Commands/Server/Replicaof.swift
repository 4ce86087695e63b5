import Fidelity

extension Command {
    /// `REPLICAOF NO ONE`
    ///
    /// Make the server a replica of another instance, or promote it as master. See
    /// <https://redis.io/commands/replicaof/>.
    static let replicaof = Command(
        "replicaof", arity: 3, flags: [.admin, .noscript, .stale, .noAsyncLoading], group: .server, since: "5.0.0",
        summary: "Make the server a replica of another instance, or promote it as master.",
        fidelity: .approximate("it is a master and stays one: only NO ONE is accepted"),
        reply: { call throws(RedisError) in try stayMaster(call) })

    /// `SLAVEOF NO ONE`, the older name.
    static let slaveof = Command(
        "slaveof", arity: 3, flags: [.admin, .noscript, .stale, .noAsyncLoading], group: .server, since: "1.0.0",
        summary: "Make the server a replica of another instance, or promote it as master.",
        fidelity: .approximate("it is a master and stays one: only NO ONE is accepted"),
        reply: { call throws(RedisError) in try stayMaster(call) })

    /// `FAILOVER`
    static let failover = Command(
        "failover", arity: -1, flags: [.admin, .noscript, .stale], group: .server, since: "6.2.0",
        summary: "Start a coordinated failover between this server and one of its replicas.",
        reply: { call throws(RedisError) in
            if call.count == 2, call.option(1) == "ABORT" { throw RedisError("ERR No failover in progress.") }
            throw RedisError("ERR FAILOVER requires connected replicas.")
        })
}

private func stayMaster(_ call: Invocation) throws(RedisError) -> RESPValue {
    if call.option(1) == "NO", call.option(2) == "ONE" { return .ok }
    throw RedisError("ERR this stand-in has no replication: only REPLICAOF NO ONE is supported")
}
