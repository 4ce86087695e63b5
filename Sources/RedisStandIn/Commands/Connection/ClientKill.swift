extension Command {
    /// `CLIENT KILL <ip:port|<[ID client-id]|[TYPE NORMAL|MASTER|SLAVE|REPLICA|PUBSUB]|[USER username]|[ADDR
    /// ip:port]|[LADDR ip:port]|[SKIPME yes/no]> [<[ID client-id]|[TYPE NORMAL|MASTER|SLAVE|REPLICA|PUBSUB]|[USER
    /// username]|[ADDR ip:port]|[LADDR ip:port]|[SKIPME yes/no]> ...]>`
    ///
    /// Kill the connection of a client. See <https://redis.io/commands/client-kill/>.
    static let clientKill = Command(
        "client|kill", arity: -3, flags: [.admin, .noscript, .loading, .stale], group: .connection, since: "2.4.0",
        summary: "Kill the connection of a client",
        outcome: { call throws(RedisError) in
            let targets: [Client]
            let isOldForm = call.count == 3
            if isOldForm {
                let address = String(decoding: call[2], as: UTF8.self)
                targets = call.engine.clients.filter { $0.remoteAddress == address }
                if targets.isEmpty { throw RedisError("ERR No such client") }
            } else {
                targets = try clientsToKill(call)
            }
            var killsItself = false
            for target in targets {
                if target === call.client { killsItself = true } else { call.engine.close(target) }
            }
            let reply: RESPValue = isOldForm ? .ok : .count(targets.count)
            return killsItself ? .close(reply) : .reply(reply)
        })
}
