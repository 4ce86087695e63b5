extension Command {
    /// `CLIENT UNBLOCK client-id [TIMEOUT|ERROR]`
    ///
    /// Unblock a client blocked in a blocking command from a different connection. See
    /// <https://redis.io/commands/client-unblock/>.
    static let clientUnblock = Command(
        "client|unblock", arity: -3, flags: [.admin, .noscript, .loading, .stale], group: .connection, since: "5.0.0",
        summary: "Unblock a client blocked in a blocking command from a different connection",
        reply: { call throws(RedisError) in
            let id = try call.integer(2)
            var isError = false
            if call.count > 4 { throw .wrongArity("client|unblock") }
            if call.count == 4 {
                let modes = ["TIMEOUT": false, "ERROR": true]
                guard let mode = modes[call.option(3)] else {
                    throw RedisError("ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR")
                }
                isError = mode
            }
            guard let target = call.engine.client(id), let wait = target.wait else { return .integer(0) }
            call.engine.endWait(
                of: target,
                isError ? .error("UNBLOCKED client unblocked via CLIENT UNBLOCK") : wait.request.timeoutReply)
            return .integer(1)
        })
}
