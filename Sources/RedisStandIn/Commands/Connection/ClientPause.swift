extension Command {
    /// `CLIENT PAUSE timeout [WRITE|ALL]`
    ///
    /// Stop processing commands from clients for some time. See <https://redis.io/commands/client-pause/>.
    static let clientPause = Command(
        "client|pause", arity: -3, flags: [.admin, .noscript, .loading, .stale], group: .connection, since: "2.9.50",
        summary: "Stop processing commands from clients for some time",
        reply: { call throws(RedisError) in
            if call.count > 4 { throw .wrongArity("client|pause") }
            var onlyWrites = false
            if call.count == 4 {
                guard ["WRITE", "ALL"].contains(call.option(3)) else {
                    throw RedisError("ERR CLIENT PAUSE mode must be WRITE or ALL")
                }
                onlyWrites = call.option(3) == "WRITE"
            }
            let timeout = try call.integer(2, or: .timeoutNotAnInteger)
            if timeout < 0 { throw .negativeTimeout }
            let (until, overflowed) = call.now.addingReportingOverflow(timeout)
            if overflowed { throw .timeoutOutOfRange }
            call.engine.startPause(until: until, onlyWrites: onlyWrites)
            return .ok
        })

    /// `CLIENT UNPAUSE`
    ///
    /// Resume processing of clients that were paused. See <https://redis.io/commands/client-unpause/>.
    static let clientUnpause = Command(
        "client|unpause", arity: 2, flags: [.admin, .noscript, .loading, .stale], group: .connection, since: "6.2.0",
        summary: "Resume processing of clients that were paused",
        reply: { call throws(RedisError) in
            call.engine.resume()
            return .ok
        })
}
