import Fidelity

extension Command {
    /// `SYNC`
    ///
    /// Internal command used for replication. See <https://redis.io/commands/sync/>.
    static let sync = Command(
        "sync", arity: 1, flags: [.admin, .noscript], group: .server, since: "1.0.0",
        summary: "Internal command used for replication",
        outcome: { call throws(RedisError) in try beReplica(call, greeting: nil) })

    /// `PSYNC replicationid offset`
    ///
    /// Internal command used for replication. See <https://redis.io/commands/psync/>.
    static let psync = Command(
        "psync", arity: -3, flags: [.admin, .noscript], group: .server, since: "2.8.0",
        summary: "Internal command used for replication",
        fidelity: .approximate("there is no backlog: a replica that comes back is sent all of the data again"),
        outcome: { call throws(RedisError) in
            let offset = call.engine.replication?.offset ?? 0
            return try beReplica(call, greeting: "+FULLRESYNC \(call.engine.runID) \(offset)\r\n")
        })

    /// `REPLCONF [option value ...]`
    ///
    /// An internal command for configuring the replication stream. See <https://redis.io/commands/replconf/>.
    static let replconf = Command(
        "replconf", arity: -1, flags: [.admin, .noscript, .loading, .stale], group: .server, since: "3.0.0",
        summary: "An internal command for configuring the replication stream",
        outcome: { call throws(RedisError) in
            if call.count.isMultiple(of: 2) { throw .syntax }
            for index in stride(from: 1, to: call.count - 1, by: 2) {
                switch call.option(index) {
                case "LISTENING-PORT": call.client.replicaPort = try call.integer(index + 1)
                case "ACK":
                    // Nothing is answered: the connection is a stream by then.
                    if let offset = Int64(redisBytes: call[index + 1]) {
                        call.engine.replication?.acknowledge(offset, from: call.client)
                    }
                    return .replies([])
                case "IP-ADDRESS", "CAPA", "VERSION", "RDB-ONLY", "RDB-FILTER-ONLY": break
                case "GETACK": return .replies([])
                default:
                    let option = String(decoding: call[index], as: UTF8.self)
                    throw RedisError("ERR Unrecognized REPLCONF option: \(option)")
                }
            }
            return .reply(.ok)
        })
}

/// Sends the whole data, and from then on what changes.
private func beReplica(_ call: Invocation, greeting: String?) throws(RedisError) -> Outcome {
    guard call.client.isConnection else { throw RedisError("ERR only a connection can be a replica") }
    let file = snapshot(of: call.keyspace)
    call.client.send(raw: Array("\(greeting ?? "")$\(file.count)\r\n".utf8) + file)
    call.engine.attach(call.client)
    return .replies([])
}
